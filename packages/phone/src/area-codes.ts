import { readFileSync } from 'node:fs'

/** `data/area-codes.json`, made from the cities of the area codes' exchanges; see packages/phone/build. */
export interface AreaCodes {
  version: string
  /** Area code of the North American plan → country, and zones with the number of exchanges in each, commonest first. */
  areaCodes: Record<string, { country: string; zones: [zone: string, exchanges: number][] }>
  /** Country with one clock → its zone. */
  countries: Record<string, string>
}

let table: AreaCodes | undefined

/** The table, read on first use. */
export function areaCodes(): AreaCodes {
  table ??= JSON.parse(readFileSync(new URL('../data/area-codes.json', import.meta.url), 'utf8')) as AreaCodes
  return table
}

/** The entry of a North American number's area code; undefined for other numbers and for codes not in service. */
export function areaCodeOf(e164: string): AreaCodes['areaCodes'][string] | undefined {
  return /^\+1\d{10}$/.test(e164) ? areaCodes().areaCodes[e164.slice(2, 5)] : undefined
}
