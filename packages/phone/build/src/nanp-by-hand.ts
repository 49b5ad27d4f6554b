import type { Exchange } from './nanp-exchanges.ts'
import { type Point, zoneAt } from './places.ts'
import { readCsv } from './read-csv.ts'

export interface Weighed {
  zone: string
  /** 0 to 1. */
  weight: number
}

/** The exchanges of `exchanges.csv`, by area code. */
export function handExchanges(): Map<string, Exchange[]> {
  const found = new Map<string, Exchange[]>()
  for (const { prefix, place, lat, lon } of readCsv('exchanges.csv', [
    'prefix',
    'place',
    'lat',
    'lon',
    'source',
  ])) {
    const at: Point = [Number(lat), Number(lon)]
    const area = prefix.slice(0, 3)
    found.set(area, [...(found.get(area) ?? []), { prefix, place, at, zone: zoneAt(at, place) }])
  }
  return found
}

/** The zones of `shares.csv` with their shares, by area code, as listed. */
export function handShares(): Map<string, Weighed[]> {
  const found = new Map<string, Weighed[]>()
  for (const { area_code, zone, share } of readCsv('shares.csv', ['area_code', 'zone', 'share', 'source']))
    found.set(area_code, [...(found.get(area_code) ?? []), { zone, weight: Number(share) }])
  return found
}
