import type { PhoneTable } from '@intake/phone/phone-table'
import { getCountryCallingCode, getExampleNumber } from 'libphonenumber-js/max'
import examples from 'libphonenumber-js/mobile/examples'
import { sameClock } from './clocks.ts'
import { googleZones, longestPrefix } from './google-data.ts'
import { readCsv } from './read-csv.ts'

export interface Comparison {
  class: string
  /** Digits of E.164 that the comparison is about. */
  prefix: string
  ours: string
  /** Google's zones; empty when its map has none for the prefix but a whole calling code's. */
  google: string[]
  agrees: boolean
  /** Why the two differ, from `disagreements.csv`. */
  reason?: string
}

/** Our zones beside Google's, for every row of the table. Throws on a disagreement that `disagreements.csv` doesn't explain. */
export function compareGoogle(table: PhoneTable): Comparison[] {
  const reasons = new Map(
    readCsv('disagreements.csv', ['prefix', 'reason']).map((row) => [row.prefix, row.reason]),
  )
  const unused = new Set(reasons.keys())
  const map = googleZones()
  const compared = [...nanpRows(table), ...areaRows(table), ...countryRows(table)].map((row): Comparison => {
    const google = zonesOf(map, row.prefix)
    const agrees = google.length === 0 || google.some((zone) => sameClock(zone, row.ours))
    if (agrees) return { ...row, google, agrees }
    const explained = longestKey(reasons, row.prefix)
    if (explained !== undefined) unused.delete(explained)
    return { ...row, google, agrees, reason: reasons.get(explained ?? '') }
  })
  const unexplained = compared.filter(({ agrees, reason }) => !agrees && reason === undefined)
  if (unexplained.length > 0)
    throw new Error(`unexplained disagreement with Google's map:\n${unexplained.map(describe).join('\n')}`)
  if (unused.size > 0) throw new Error(`disagreements.csv explains what agrees: ${[...unused].join()}`)
  return compared
}

type Row = Pick<Comparison, 'class' | 'prefix' | 'ours'>

function nanpRows({ nanp }: PhoneTable): Row[] {
  return Object.entries(nanp).flatMap(([code, row]) => {
    const name = row.others
      ? 'shared area codes of North America, majority'
      : 'one-clock area codes of North America'
    const exchanges = Object.entries(row.exchanges ?? {}).flatMap(([zone, places]) =>
      places.flatMap(([, , digits]) => (digits.match(/\d{3}/g) ?? []).map((nxx) => ({ zone, nxx }))),
    )
    return [
      { class: name, prefix: `1${code}`, ours: row.zone },
      ...exchanges.map(({ zone, nxx }) => ({
        class: 'known exchanges of shared codes',
        prefix: `1${code}${nxx}`,
        ours: zone,
      })),
    ]
  })
}

function areaRows({ areas }: PhoneTable): Row[] {
  return Object.entries(areas).flatMap(([country, rows]) => {
    const callingCode = getCountryCallingCode(country as Parameters<typeof getCountryCallingCode>[0])
    return Object.entries(rows).map(([prefix, { zone }]) => ({
      class: 'area codes of several-clock countries',
      prefix: `${callingCode}${prefix}`,
      ours: zone,
    }))
  })
}

function countryRows({ countries }: PhoneTable): Row[] {
  return Object.entries(countries).flatMap(([country, row]) => {
    const example = getExampleNumber(country as Parameters<typeof getExampleNumber>[0], examples)
    if (row.others || !example) return []
    return [{ class: 'one-clock countries', prefix: example.number.slice(1), ours: row.zone }]
  })
}

/** Google's zones for a prefix; none where all it knows is the calling code of North America as a whole. */
function zonesOf(map: ReadonlyMap<string, string>, prefix: string): string[] {
  if (prefix.startsWith('1') && longestKey(map, prefix) === '1') return []
  return longestPrefix(map, prefix)?.split('&') ?? []
}

function longestKey(map: ReadonlyMap<string, string>, digits: string): string | undefined {
  for (let length = digits.length; length > 0; length -= 1) {
    if (map.has(digits.slice(0, length))) return digits.slice(0, length)
  }
  return undefined
}

function describe({ prefix, ours, google }: Comparison): string {
  return `+${prefix}: ${ours}, Google ${google.join(' or ')}`
}
