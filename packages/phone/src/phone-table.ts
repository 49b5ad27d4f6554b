import { readFileSync } from 'node:fs'

/** Degrees north and east. */
export type TablePoint = [latitude: number, longitude: number]

/** What is known of a range of numbers. */
export interface TableRow {
  /** Principal place; absent where the zone was set by hand or belongs to a whole country. */
  at?: TablePoint
  /** IANA zone at that place when the table was built. */
  zone: string
  /** Part of the range's numbers on this zone's clock, 0 to 1; absent when one clock, or when not known. */
  share?: number
  /** Zones of the range whose clocks differ from the first one's, most numbers first. Present: not one clock. */
  others?: string[]
}

/** A place and its exchanges, three digits each, strung together. */
export type TableExchanges = [latitude: number, longitude: number, nxx: string]

export interface NanpRow extends TableRow {
  /** ISO 3166-1 alpha-2. */
  country: string
  /** By zone; only for area codes with several clocks. */
  exchanges?: Record<string, TableExchanges[]>
}

export interface PhoneTable {
  /** tzdata release and a digest of the rows. */
  version: string
  /** By area code: an allow-list, what isn't in it has no place. */
  nanp: Record<string, NanpRow>
  /** Several-clock countries: by ISO country, then by prefix of the national number. */
  areas: Record<string, Record<string, TableRow>>
  /** By ISO country; `others` where it has several clocks. */
  countries: Record<string, TableRow>
}

let table: PhoneTable | undefined

/** The committed table, read once at first use (about 150 KB). It is made by `npm run build:phone-table`. */
export function phoneTable(): PhoneTable {
  table ??= JSON.parse(
    readFileSync(new URL('../data/phone-table.json', import.meta.url), 'utf8'),
  ) as PhoneTable
  return table
}
