import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parsePhone } from './parse-phone.ts'
import { phoneE164 } from './phone-e164.ts'

function expectSame(text: string, region: string): void {
  expect(phoneE164(text, region), `${text} in ${region}`).toBe(parsePhone(text, region).e164)
}

const separator = fc.constantFrom('', ' ', '-', '.', '  ', '/')
const area = fc.integer({ min: 0, max: 999 }).map((code) => String(code).padStart(3, '0'))
const written = fc
  .record({
    prefix: fc.constantFrom('', '', '+1', '+1 ', '+1-', '+1.', '1', '1-', '001 ', '+44 ', '+'),
    area,
    parenthesised: fc.boolean(),
    exchange: area,
    line: fc.integer({ min: 0, max: 9999 }).map((number) => String(number).padStart(4, '0')),
    first: separator,
    second: separator,
    end: fc.constantFrom('', '', '', ' ', ' x12', ' ext 3', '5'),
  })
  .map(
    ({ prefix, area, parenthesised, exchange, line, first, second, end }) =>
      `${prefix}${parenthesised ? `(${area})` : area}${first}${exchange}${second}${line}${end}`,
  )
const region = fc.constantFrom('US', 'CA', 'US', 'JM', 'DO', 'GB', 'DE', 'MX', 'us', 'ZZ', '')

test('the digits of the usual forms are what the library makes of them, for any region', () => {
  fc.assert(
    fc.property(written, region, (text, region) => expectSame(text, region)),
    { numRuns: 5000 },
  )
})

test('so they are for every area code', () => {
  for (let code = 200; code <= 999; code++)
    for (const text of [`(${code}) 555-0100`, `${code}0110099`, `+1 ${code}.234.5678`, `${code}-911-1234`])
      for (const region of ['US', 'CA', 'JM']) expectSame(text, region)
})

test('anything else goes through the library', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 20 }), region, expectSame))
})
