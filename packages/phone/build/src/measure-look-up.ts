import { inferTimezone } from '@intake/phone/infer-timezone'
import type { PhoneTable } from '@intake/phone/phone-table'
import { type CountryCode, getExampleNumber } from 'libphonenumber-js/max'
import examples from 'libphonenumber-js/mobile/examples'

const roundsWarm = 3
const lookUps = 100_000

/** One line: what a warm look-up takes in this process, in µs, at home (every area code) and abroad (a number a country). */
export function measureLookUp(table: PhoneTable): string {
  const home = Object.keys(table.nanp).flatMap((code) =>
    ['234', '432', '664', '979'].map((nxx) => `+1${code}${nxx}0142`),
  )
  const abroad = Object.keys(table.countries)
    .map((country) => getExampleNumber(country as CountryCode, examples)?.number)
    .filter((e164) => e164 !== undefined && !e164.startsWith('+1'))
    .map(String)
  const [atHome, elsewhere] = [home, abroad].map((numbers) => microseconds(numbers).toFixed(1))
  return `a warm look-up: ${atHome} µs for +1, ${elsewhere} µs elsewhere`
}

function microseconds(numbers: readonly string[]): number {
  const rounds = Math.ceil(lookUps / numbers.length)
  for (let round = 0; round < roundsWarm; round += 1) for (const e164 of numbers) inferTimezone(e164)
  const start = process.hrtime.bigint()
  for (let round = 0; round < rounds; round += 1) for (const e164 of numbers) inferTimezone(e164)
  return Number(process.hrtime.bigint() - start) / 1000 / (rounds * numbers.length)
}
