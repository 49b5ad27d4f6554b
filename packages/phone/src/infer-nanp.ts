import { inferFromRow } from './infer-from-row.ts'
import { phoneTable, type TablePoint } from './phone-table.ts'
import type { TimezoneInference } from './timezone-inference.ts'
import { zoneAtPoint } from './zone-at-point.ts'

const nanpShape = /^\+1(\d{3})(\d{3})\d{4}$/
let exchanges: Map<string, { at: TablePoint; zone: string }> | undefined

/** A North American number (E.164) by exchange, else by area code. Null when the area code isn't in the allow-list. */
export function inferNanp(e164: string): Omit<TimezoneInference, 'tableVersion'> | null {
  const [, area, nxx] = nanpShape.exec(e164) ?? []
  if (area === undefined || nxx === undefined) return null
  exchanges ??= indexExchanges()
  const exchange = exchanges.get(area + nxx)
  if (exchange) {
    const zone = zoneAtPoint(exchange.at, exchange.zone)
    return { zone, alternatives: [], confidence: 'high', share: 1, basis: 'npa-nxx' }
  }
  const row = phoneTable().nanp[area]
  return row ? inferFromRow(row, 'npa') : null
}

function indexExchanges(): Map<string, { at: TablePoint; zone: string }> {
  const index = new Map<string, { at: TablePoint; zone: string }>()
  for (const [area, row] of Object.entries(phoneTable().nanp)) {
    for (const [zone, places] of Object.entries(row.exchanges ?? {})) {
      for (const [latitude, longitude, exchangeDigits] of places) {
        const place: { at: TablePoint; zone: string } = { at: [latitude, longitude], zone }
        for (const nxx of exchangeDigits.match(/\d{3}/g) ?? []) index.set(area + nxx, place)
      }
    }
  }
  return index
}
