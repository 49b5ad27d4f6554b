import { createHash } from 'node:crypto'
import type { PhoneTable } from '@intake/phone/phone-table'
import { buildAreas } from './build-areas.ts'
import { buildCountries } from './build-countries.ts'
import { buildNanp } from './build-nanp.ts'
import { tzdataVersion } from './clocks.ts'

/** The whole table, the same for the same packages and CSV files. Its version is tzdata's and a digest of the rows. */
export function buildTable(): PhoneTable {
  const areas = buildAreas()
  const rows = { nanp: buildNanp(), areas, countries: buildCountries(areas) }
  const digest = createHash('sha256').update(JSON.stringify(rows)).digest('hex').slice(0, 8)
  const table = { version: `${tzdataVersion()}-${digest}`, ...rows }
  const sea = JSON.stringify(table).match(/"Etc\/[^"]*"/)
  if (sea) throw new Error(`the table contains ${sea[0]}`)
  return table
}

/** JSON with one row a line, so that a change of the table can be reviewed. */
export function formatTable({ version, nanp, areas, countries }: PhoneTable): string {
  const lines = (rows: Record<string, unknown>) =>
    Object.keys(rows)
      .sort()
      .map((key) => `${JSON.stringify(key)}:${JSON.stringify(rows[key])}`)
      .join(',\n')
  const areaLines = Object.keys(areas)
    .sort()
    .map((country) => `${JSON.stringify(country)}:{\n${lines(areas[country] ?? {})}}`)
  return `{"version":${JSON.stringify(version)},\n"nanp":{\n${lines(nanp)}},\n"areas":{\n${areaLines.join(',\n')}},\n"countries":{\n${lines(countries)}}}\n`
}
