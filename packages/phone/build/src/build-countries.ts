import type { TableRow } from '@intake/phone/phone-table'
import { rawTimeZones } from '@vvo/tzdb'
import { getAllCountries } from 'countries-and-timezones'
import { getCountries, getCountryCallingCode } from 'libphonenumber-js/max'
import { clockOf } from './clocks.ts'
import { readCsv } from './read-csv.ts'

const columns = ['country', 'zone', 'others', 'ignored', 'source'] as const
type CountryInput = Record<(typeof columns)[number], string>

/**
 * A row for every country that has a calling code, except North America's +1: the zone that bears the country's own name
 * in tzdata (as in geo-tz/all), or the one that `countries.csv` gives. Throws for a country whose zones, by
 * tzdata or by its area codes, keep a clock that `countries.csv` doesn't name.
 */
export function buildCountries(areas: Record<string, Record<string, TableRow>>): Record<string, TableRow> {
  const byHand = new Map(readCsv('countries.csv', columns).map((row) => [row.country, row]))
  const listed = new Map(
    Object.values(getAllCountries()).map((country) => [`${country.id}`, country.timezones]),
  )
  const own = new Map([...rawTimeZones].reverse().map((zone) => [zone.countryCode, zone.name]))
  const rows: Record<string, TableRow> = {}
  for (const country of [...getCountries()].sort()) {
    if (getCountryCallingCode(country) === '1') continue
    const zones = listed.get(country) ?? []
    const row = readRow(country, byHand.get(country), own.get(country))
    const areaZones = Object.values(areas[country] ?? {}).map(({ zone }) => zone)
    const ignored = byHand.get(country)?.ignored.split(' ') ?? []
    checkClocks(
      country,
      row,
      [...zones, ...areaZones].filter((zone) => !ignored.includes(zone)),
    )
    if (row.others && areaZones.length === 0)
      throw new Error(`${country} has several clocks and no rows in areas.csv`)
    rows[country] = row
  }
  return rows
}

function readRow(country: string, input: CountryInput | undefined, ownZone: string | undefined): TableRow {
  const zone = input?.zone ?? ownZone
  if (zone === undefined) throw new Error(`no zone for ${country}: add it to countries.csv`)
  return input && input.others !== '' ? { zone, others: input.others.split(' ') } : { zone }
}

/** The row has each clock of the country once. */
function checkClocks(country: string, { zone, others = [] }: TableRow, zones: string[]): void {
  const named = [zone, ...others]
  const clocks = new Set(named.map(clockOf))
  if (clocks.size < named.length)
    throw new Error(`countries.csv names a clock of ${country} twice: ${named.join()}`)
  const missing = zones.filter((other) => !clocks.has(clockOf(other)))
  if (missing.length > 0) throw new Error(`${country} also has ${missing.join()}: add it to countries.csv`)
}
