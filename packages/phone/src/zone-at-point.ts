import { createRequire } from 'node:module'
import { LRUCache } from 'lru-cache'
import type { TablePoint } from './phone-table.ts'

type GeoTz = typeof import('geo-tz/all')

/** Decoded map tiles that geo-tz may hold. One is up to some megabytes; unbounded they reach 950 MB. */
const maxTiles = 24
const require = createRequire(import.meta.url)
/** By the table's own points, so that a warm worker doesn't touch the map again. */
const zones = new WeakMap<TablePoint, { expected: string; zone: string }>()
let map: GeoTz | undefined

/**
 * geo-tz's zone at a place. `expected` is the table's zone: it wins where the map has several zones for the place, and
 * where it has none (at sea, `Etc/…`). The map is opened at first use.
 */
export function zoneAtPoint(at: TablePoint, expected: string): string {
  const known = zones.get(at)
  if (known?.expected === expected) return known.zone
  const found = openMap().find(at[0], at[1])
  const zone = found.includes(expected)
    ? expected
    : (found.find((name) => !name.startsWith('Etc/')) ?? expected)
  zones.set(at, { expected, zone })
  return zone
}

function openMap(): GeoTz {
  if (map) return map
  const opened = require('geo-tz/all') as GeoTz
  opened.setCache({ store: new LRUCache<string, object>({ max: maxTiles }) })
  map = opened
  return opened
}
