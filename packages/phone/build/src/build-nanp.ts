import type { NanpRow, TableExchanges } from '@intake/phone/phone-table'
import { clockOf } from './clocks.ts'
import { handExchanges, handShares, type Weighed } from './nanp-by-hand.ts'
import { type Exchange, nanpExchanges } from './nanp-exchanges.ts'
import { findPlace, type Point, zoneAt } from './places.ts'
import { readCsv } from './read-csv.ts'

/** A row for every area code of `nanp.csv`. Throws for a listed code without a place. */
export function buildNanp(): Record<string, NanpRow> {
  const { known } = nanpExchanges()
  const byHand = handExchanges()
  const shares = handShares()
  const codes = readCsv('nanp.csv', ['code', 'country', 'region', 'overlay_of', 'city', 'source'])
  const listed = new Map(codes.map((row) => [row.code, row]))
  if (listed.size !== codes.length) throw new Error('nanp.csv lists a code twice')
  const rows: Record<string, NanpRow> = {}
  for (const { code, country, overlay_of } of codes) {
    const parents = overlay_of === '' ? [] : overlay_of.split(' ')
    for (const parent of parents)
      if (!listed.has(parent)) throw new Error(`${code} overlays ${parent}, not listed`)
    const own = known.get(code) ?? []
    const evidence = [...own, ...parents.flatMap((parent) => known.get(parent) ?? [])]
    const [given] = [code, ...parents].map((area) => shares.get(area)).filter((found) => found !== undefined)
    const zones = given ?? weigh(evidence)
    const named = [code, ...parents].map((area) => listed.get(area)).find((row) => row && row.city !== '')
    const at = named && findCity(named.country, named.region, named.city)
    const row: NanpRow = { country, ...majority(code, zones, evidence, at) }
    const exchanges = row.others ? [...own, ...(byHand.get(code) ?? [])] : []
    rows[code] = exchanges.length > 0 ? { ...row, exchanges: groupExchanges(exchanges) } : row
  }
  return rows
}

function findCity(country: string, region: string, city: string): Point {
  const at = findPlace(country, country === 'US' ? region : '', city)
  if (!at) throw new Error(`nanp.csv: no coordinates for ${city}, ${country}`)
  return at
}

function weigh(exchanges: Exchange[]): Weighed[] {
  const weights = new Map<string, number>()
  for (const { zone } of exchanges) weights.set(zone, (weights.get(zone) ?? 0) + 1 / exchanges.length)
  return byWeight([...weights].map(([zone, weight]) => ({ zone, weight })))
}

function byWeight(zones: Weighed[]): Weighed[] {
  return zones.sort((a, b) => b.weight - a.weight || (a.zone < b.zone ? -1 : 1))
}

/** The clock with the largest share, its main zone and that zone's main place. */
function majority(code: string, zones: Weighed[], evidence: Exchange[], city: Point | undefined) {
  if (zones.length === 0) {
    if (!city) throw new Error(`area code ${code} has no place: name its city in nanp.csv`)
    return { at: plain(city), zone: zoneAt(city, code) }
  }
  const clocks = new Map<string, number>()
  for (const { zone, weight } of zones) clocks.set(clockOf(zone), (clocks.get(clockOf(zone)) ?? 0) + weight)
  const [main] = [...clocks].sort((a, b) => b[1] - a[1])
  const zone = zones.find((candidate) => clockOf(candidate.zone) === main?.[0])?.zone
  if (!main || zone === undefined) throw new Error(`area code ${code} has no zone`)
  const at = mainPlace(evidence.filter((exchange) => exchange.zone === zone))
  const others = zones.filter((other) => clockOf(other.zone) !== main[0]).map((other) => other.zone)
  const placed = { ...(at && { at: plain(at) }), zone }
  return others.length === 0 ? placed : { ...placed, share: Math.round(main[1] * 1000) / 1000, others }
}

function mainPlace(exchanges: Exchange[]): Point | undefined {
  const counts = new Map<string, { at: Point; count: number }>()
  for (const { place, at } of exchanges) counts.set(place, { at, count: (counts.get(place)?.count ?? 0) + 1 })
  const [first] = [...counts].sort((a, b) => b[1].count - a[1].count || (a[0] < b[0] ? -1 : 1))
  return first?.[1].at
}

function groupExchanges(exchanges: Exchange[]): Record<string, TableExchanges[]> {
  const zones: Record<string, TableExchanges[]> = {}
  for (const { prefix, at, zone } of exchanges) {
    const places = zones[zone] ?? []
    zones[zone] = places
    const place = places.find((other) => other[0] === at[0] && other[1] === at[1])
    if (place) place[2] += prefix.slice(3)
    else places.push([at[0], at[1], prefix.slice(3)])
  }
  return zones
}

function plain(point: Point): [number, number] {
  return [point[0], point[1]]
}
