import { phoneTable } from './phone-table.ts'

const nanpShape = /^\+1(\d{3})(\d{3})\d{4}$/

/**
 * The country of a North American number (E.164) by our own list of area codes, which has the codes that libphonenumber
 * doesn't know. Null when the code isn't listed. `exchangeFits`: the next three digits can be an exchange (not N11, not
 * 0 or 1 first).
 */
export function nanpCountry(e164: string): { country: string; exchangeFits: boolean } | null {
  const [, area, exchange] = nanpShape.exec(e164) ?? []
  const row = area === undefined ? undefined : phoneTable().nanp[area]
  return row && exchange ? { country: row.country, exchangeFits: /^[2-9](?!11)\d\d$/.test(exchange) } : null
}
