import { googlePlaces } from './google-data.ts'
import { findPlace, type Point, zoneAt } from './places.ts'

export interface Exchange {
  /** Area code and exchange, six digits. */
  prefix: string
  place: string
  at: Point
  zone: string
}

export interface NanpExchanges {
  known: ReadonlyMap<string, Exchange[]>
  /** Places that neither zipcodes nor GeoNames nor places.csv has, with the exchanges that name them. */
  unmatched: ReadonlyMap<string, string[]>
}

/** Every exchange that Google's data puts in a named city, with that city's coordinates and zone, by area code. */
export function nanpExchanges(): NanpExchanges {
  const known = new Map<string, Exchange[]>()
  const unmatched = new Map<string, string[]>()
  const zones = new Map<string, string>()
  for (const [prefix, place] of [...googlePlaces('1')].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [, city, region] = /^(?:.*, )?([^,]+), ([A-Z]{2})$/.exec(place) ?? []
    if (prefix.length < 4 || city === undefined || region === undefined) continue
    const at = findPlace('US', region, city) ?? findPlace('CA', region, city)
    if (!at) {
      unmatched.set(place, [...(unmatched.get(place) ?? []), prefix])
      continue
    }
    const zone = zones.get(place) ?? zoneAt(at, place)
    zones.set(place, zone)
    const area = prefix.slice(0, 3)
    const exchanges = known.get(area) ?? []
    for (const exchange of completions(prefix)) exchanges.push({ prefix: exchange, place, at, zone })
    known.set(area, exchanges)
  }
  return { known, unmatched }
}

/** `20478` covers the exchanges 780 to 789 of 204. */
function completions(prefix: string): string[] {
  if (prefix.length >= 6) return [prefix]
  return Array.from({ length: 10 }, (_, digit) => completions(`${prefix}${digit}`)).flat()
}
