import { readFileSync } from 'node:fs'
import type { PhoneKind } from './phone-reading.ts'

/** Area codes, three digits each, strung together, by ISO country and kind. */
export type UniformAreas = Record<string, Record<string, string>>

export interface UniformArea {
  /** ISO 3166-1 alpha-2. */
  country: string
  kind: PhoneKind
}

/** No exchange begins with 0 or 1. */
const nanpShape = /^\+1[2-9]\d\d[2-9]\d{6}$/
let areas: ReadonlyMap<string, UniformArea> | undefined

/**
 * Country and kind of a North American number (E.164) whose area code alone says both; such a number is valid. By the committed list, which
 * `npm run build:phone-table` makes by asking libphonenumber for every exchange. Null for any other text.
 */
export function uniformArea(e164: string): UniformArea | null {
  if (!nanpShape.test(e164)) return null
  areas ??= readAreas()
  return areas.get(e164.slice(2, 5)) ?? null
}

function readAreas(): ReadonlyMap<string, UniformArea> {
  const file = new URL('../data/uniform-areas.json', import.meta.url)
  const byCountry = JSON.parse(readFileSync(file, 'utf8')) as UniformAreas
  return new Map(
    Object.entries(byCountry).flatMap(([country, kinds]) =>
      Object.entries(kinds).flatMap(([kind, codes]) =>
        (codes.match(/\d{3}/g) ?? []).map((code) => [code, { country, kind: kind as PhoneKind }] as const),
      ),
    ),
  )
}
