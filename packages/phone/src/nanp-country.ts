import { areaCodeOf } from './area-codes.ts'

/**
 * The country of a North American number by our own list of area codes, which holds those in service that libphonenumber
 * lacks; null when the code isn't in it. `exchangeFits`: the next three digits can be an exchange (not N11, not 0 or 1 first).
 */
export function nanpCountry(e164: string): { country: string; exchangeFits: boolean } | null {
  const code = areaCodeOf(e164)
  return code ? { country: code.country, exchangeFits: /^[2-9](?!11)\d\d$/.test(e164.slice(5, 8)) } : null
}
