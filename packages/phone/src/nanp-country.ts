/** The country of a North American number by our own list of area codes; null when the code isn't in it. */
export function nanpCountry(_e164: string): { country: string; exchangeFits: boolean } | null {
  return null
}
