import { readFileSync } from 'node:fs'
import { getAllCountries, getCountry } from 'countries-and-timezones'
import { clockOf } from './clocks.ts'
import { googleZones, longestPrefix } from './google-data.ts'
import { type Exchange, nanpExchanges } from './nanp-exchanges.ts'

/** Zones of an area code, the commonest first, with the number of exchanges in each. */
export type AreaZones = [zone: string, exchanges: number][]

export interface AreaCodeTable {
  version: string
  /** Area code of the North American plan → country and zones. */
  areaCodes: Record<string, { country: string; zones: AreaZones }>
  /** Country with one clock → its zone. */
  countries: Record<string, string>
}

/** Shared by more clocks than the exchanges' cities show. */
const alsoIn: Record<string, string> = { '907': 'America/Adak' }

/** The North American area codes by the cities of their exchanges, and the countries that have one clock. */
export function areaCodeTable(version: string): AreaCodeTable {
  const { known } = nanpExchanges()
  const google = googleZones()
  const rows = readRows()
  const overlays = new Map(rows.map((row) => [row.code, row.overlayOf]))
  const areaCodes = Object.fromEntries(
    rows.map(({ code, country }) => {
      const source = known.has(code) ? code : overlays.get(code) || code
      const zones = byClock(known.get(source) ?? [])
      const only = longestPrefix(google, `1${source}`)
      if (zones.length === 0 && only && !only.includes('&')) zones.push([only, 1])
      if (zones.length === 0) throw new Error(`no zone for area code ${code}`)
      const extra = alsoIn[source]
      if (extra) zones.push([extra, 1])
      return [code, { country, zones }]
    }),
  )
  return { version, areaCodes, countries: oneClockCountries() }
}

function readRows() {
  const text = readFileSync(new URL('../input/nanp.csv', import.meta.url), 'utf8')
  return text
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => {
      const [code = '', country = '', , overlayOf = ''] = line.split(',')
      return { code, country, overlayOf }
    })
}

/** One zone a clock, named as most of its exchanges are. */
function byClock(exchanges: readonly Exchange[]): AreaZones {
  const clocks = new Map<string, Map<string, number>>()
  for (const { zone } of exchanges) {
    const names = clocks.get(clockOf(zone)) ?? new Map<string, number>()
    clocks.set(clockOf(zone), names.set(zone, (names.get(zone) ?? 0) + 1))
  }
  return [...clocks.values()]
    .map((names): [string, number] => {
      const [commonest] = [...names].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
      return [commonest?.[0] ?? '', [...names.values()].reduce((sum, count) => sum + count, 0)]
    })
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
}

function oneClockCountries(): Record<string, string> {
  const entries = Object.keys(getAllCountries()).flatMap((id): [string, string][] => {
    const zones = getCountry(id as Parameters<typeof getCountry>[0])?.timezones ?? []
    const [first] = zones
    return first && new Set(zones.map(clockOf)).size === 1 ? [[id, first]] : []
  })
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)))
}
