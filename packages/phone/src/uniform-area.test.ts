import { parsePhoneNumberFromString } from 'libphonenumber-js/max'
import { expect, test } from 'vitest'
import { parsePhone } from './parse-phone.ts'
import { uniformArea } from './uniform-area.ts'

/** What the library says by itself, as `parsePhone` puts it; null where it doesn't take the number for a valid one. */
function byLibrary(e164: string) {
  const number = parsePhoneNumberFromString(e164)
  const type = number?.getType()
  return number && type ? { country: number.country ?? null, kind: type.toLowerCase() } : null
}

/** Different exchanges and lines for each area code, and its first and last. */
function* numbersOf(area: number): Generator<string> {
  for (const subscriber of ['2000000', '9999999', '5550100', '9110142']) yield `+1${area}${subscriber}`
  for (let sample = 0; sample < 30; sample++)
    yield `+1${area}${2_000_000 + ((area * 7_368_787 + sample * 611_953) % 8_000_000)}`
}

test('of every area code, numbers are what the library takes them for', { timeout: 30_000 }, () => {
  let short = 0
  for (let area = 200; area <= 999; area++)
    for (const e164 of numbersOf(area)) {
      const said = byLibrary(e164)
      const found = uniformArea(e164)
      if (found) {
        short += 1
        expect(found, e164).toEqual(said)
      }
      if (!said) continue
      const parsed = { raw: e164, e164, ...said, possible: true, valid: true, extension: null }
      for (const region of ['US', 'JM', 'GB', '']) expect(parsePhone(e164, region), e164).toEqual(parsed)
    }
  expect(short).toBeGreaterThan(400 * 34)
})

test('areas whose exchanges differ, and what is no such number, are left to the library', () => {
  for (const text of ['+12423221234', '+18765231234', '+12465211234', '+15245551234', '+447400123456'])
    expect(uniformArea(text), text).toBeNull()
  for (const text of ['+14150552671', '+1415555267', '+141555526711', '14155552671', '+1 4155552671', ''])
    expect(uniformArea(text), text).toBeNull()
})

test('the shared codes have no place, but a country that the library answers for them', () => {
  expect(uniformArea('+18005551234')).toEqual({ country: 'US', kind: 'toll_free' })
  expect(uniformArea('+14165551234')).toEqual({ country: 'CA', kind: 'fixed_line_or_mobile' })
  expect(uniformArea('+17875551234')).toEqual({ country: 'PR', kind: 'fixed_line_or_mobile' })
})
