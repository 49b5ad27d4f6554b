import type { TableRow } from '@intake/phone/phone-table'
import { sameClock } from './clocks.ts'
import { findPlace, zoneAt } from './places.ts'
import { readCsv } from './read-csv.ts'

const columns = [
  'calling_code',
  'prefix',
  'country',
  'place',
  'region',
  'zone',
  'others',
  'share',
  'source',
] as const

/** The area codes of the several-clock countries, by country and national prefix. Throws for one without a place. */
export function buildAreas(): Record<string, Record<string, TableRow>> {
  const countries: Record<string, Record<string, TableRow>> = {}
  for (const row of readCsv('areas.csv', columns)) {
    const rows = countries[row.country] ?? {}
    countries[row.country] = rows
    if (rows[row.prefix]) throw new Error(`areas.csv lists ${row.country} ${row.prefix} twice`)
    rows[row.prefix] = { ...placed(row), ...ambiguity(row) }
  }
  return countries
}

type AreaInput = Record<(typeof columns)[number], string>

function placed({ country, prefix, place, region, zone }: AreaInput): TableRow {
  if (zone !== '') return { zone }
  const at = findPlace(country, region, place)
  if (!at) throw new Error(`areas.csv: no coordinates for ${country} ${prefix} ${place}; set its zone`)
  return { at: [at[0], at[1]], zone: zoneAt(at, `${country} ${place}`) }
}

function ambiguity(row: AreaInput): Pick<TableRow, 'others' | 'share'> {
  const main = placed(row).zone
  const others = row.others.split(' ').filter((zone) => zone !== '' && !sameClock(zone, main))
  if (others.length === 0) return {}
  return row.share === '' ? { others } : { share: Number(row.share), others }
}
