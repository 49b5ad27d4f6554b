/** A code as words: `OPTED_OUT` as “opted out”. */
export function words(code: string): string {
  return code.toLowerCase().replaceAll('_', ' ')
}
