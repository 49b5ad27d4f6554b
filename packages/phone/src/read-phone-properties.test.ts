import fc from 'fast-check'
import {
  type CountryCode,
  getCountries,
  getCountryCallingCode,
  getExampleNumber,
  type PhoneNumber,
} from 'libphonenumber-js/max'
import examples from 'libphonenumber-js/mobile/examples'
import { expect, test } from 'vitest'
import { formsOfKey, matchForm } from './equal-forms.ts'
import { inferTimezone } from './infer-timezone.ts'
import { phoneTable } from './phone-table.ts'
import { readPhone } from './read-phone.ts'

const numbers = getCountries()
  .map((country) => getExampleNumber(country, examples))
  .filter((number): number is PhoneNumber => number?.isValid() ?? false)

const regions: readonly CountryCode[] = ['US', 'GB', 'DE', 'BR', 'IN']
const separator = fc.constantFrom('', ' ', '-', '.', '/', '\u00a0', '\u2009', '\u2011', '\u200b', ' - ', '  ')

/** The digits in groups of one to five, with any sign between them. */
function separated(digits: string): fc.Arbitrary<string> {
  return fc
    .array(fc.tuple(fc.integer({ min: 1, max: 5 }), separator), { minLength: 15, maxLength: 15 })
    .map((cuts) => {
      let text = ''
      let at = 0
      for (const [length, sign] of cuts) {
        if (at >= digits.length) break
        text += (at > 0 ? sign : '') + digits.slice(at, at + length)
        at += length
      }
      return text
    })
}

test('there are examples of 200 countries and more', () => {
  expect(numbers.length).toBeGreaterThan(200)
})

test('a valid number of any country reads as itself in the usual formats', () => {
  for (const number of numbers)
    for (const [text, region] of [
      [number.number, 'US'],
      [number.format('INTERNATIONAL'), 'GB'],
      [number.format('RFC3966'), 'DE'],
      [`${number.format('RFC3966')};ext=12`, 'US'],
      [`00${number.number.slice(1)}`, 'US'],
      [`011 ${number.formatInternational().slice(1)}`, 'US'],
      [number.format('NATIONAL'), number.country ?? ''],
      [number.number.slice(1), number.country ?? ''],
    ] as const) {
      const { e164, valid } = readPhone(text, region)
      expect({ text, region, e164, valid }).toEqual({ text, region, e164: number.number, valid: true })
    }
})

test('so it does with a plus and any signs between its digits, whatever the region', () => {
  fc.assert(
    fc.property(
      fc
        .constantFrom(...numbers)
        .chain((number) => fc.tuple(fc.constant(number.number), separated(number.number.slice(1)))),
      fc.constantFrom(...regions),
      fc.constantFrom('', '\u202a', '\u200e', 'p:', 'Tel. ', 'tel:', "'"),
      ([e164, text], region, before) => {
        expect(readPhone(`${before}+${text}`, region).e164).toBe(e164)
      },
    ),
    { numRuns: 3000 },
  )
})

test('so it does at home with any signs between its digits, the area in parentheses or not', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...numbers).chain((number) => {
        const national = number.format('NATIONAL').replace(/\D/g, '')
        return fc.tuple(fc.constant(number), separated(national))
      }),
      fc.boolean(),
      ([number, text], parenthesised) => {
        const written = parenthesised ? text.replace(/^\d+/, '($&)') : text
        expect(readPhone(written, number.country ?? '').e164).toBe(number.number)
      },
    ),
    { numRuns: 3000 },
  )
})

const usAreas = Object.entries(phoneTable().nanp).flatMap(([code, { country }]) =>
  country === 'US' ? [code] : [],
)
const usNumber = fc.record({
  area: fc.constantFrom(...usAreas),
  exchange: fc.integer({ min: 200, max: 999 }).map(String),
  line: fc.integer({ min: 0, max: 9999 }).map((line) => String(line).padStart(4, '0')),
  sign: fc.constantFrom('', ' ', '-', '.', '\u00a0'),
  // A plus and its country code are right: a digit in there makes another country code, and the plus says that it is meant.
  before: fc.constantFrom('', '', '1', '1 ', '1-', '+1', '+1 '),
  parenthesised: fc.boolean(),
})

test('no digit too many or too few makes of an American number one abroad that is relied on', () => {
  let abroad = 0
  fc.assert(
    fc.property(usNumber, fc.nat(), fc.integer({ min: -1, max: 9 }), (parts, seed, inserted) => {
      const { area, exchange, line, sign, before, parenthesised } = parts
      const text = `${before}${parenthesised ? `(${area}) ` : area + sign}${exchange}${sign}${line}`
      const start = before.startsWith('+') ? 2 : 0
      const places = [...text].flatMap((sign, at) => (at >= start && /\d/.test(sign) ? [at] : []))
      const at = places[seed % places.length] ?? 0
      const mistyped =
        inserted < 0 ? text.slice(0, at) + text.slice(at + 1) : text.slice(0, at) + inserted + text.slice(at)
      const { e164, certainty } = readPhone(mistyped, 'US')
      if (e164 === null || e164.startsWith('+1')) return
      abroad += 1
      expect(certainty, mistyped).toBe('guessed')
      expect(['low', 'none'], mistyped).toContain(inferTimezone(e164, certainty).confidence)
    }),
    { numRuns: 20_000 },
  )
  expect(abroad).toBeLessThan(200)
})

const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 5, maxLength: 11 })
const start = fc.constantFrom(
  '',
  '+',
  '00',
  '+1 ',
  '+44 ',
  '+49 0',
  '+52 1',
  '+54 9 11',
  '55 11 ',
  '011',
  '0',
  '678',
)
const noise = fc.string({
  unit: fc.constantFrom(...'0123456789+-(). /xX;=,#aZ٣４०\u00a0\u200e\n'),
  maxLength: 20,
})
const phoneLike = fc.oneof(
  noise,
  fc.tuple(start, digits).map((parts) => parts.join('')),
  fc.tuple(noise, start, digits, noise).map((parts) => parts.join('')),
)

test('whatever is read reads as itself, with the same key', () => {
  let read = 0
  fc.assert(
    fc.property(
      phoneLike,
      fc.constantFrom(...regions),
      fc.constantFrom('US', 'DE', 'ZZ'),
      (text, one, other) => {
        const { e164, key, certainty, valid, problem } = readPhone(text, one)
        expect(e164 === null && problem === null).toBe(false)
        if (e164 === null) return
        read += 1
        expect(readPhone(e164, other)).toMatchObject({ e164, key })
        if (key !== null) expect(readPhone(key, other).key).toBe(key)
        if (certainty === 'certain') expect(valid).toBe(true)
      },
    ),
    { numRuns: 5000 },
  )
  expect(read).toBeGreaterThan(300)
})

test('numbers of one country code keep their country: no plus is made up for a number that the region can hold', () => {
  for (const number of numbers) {
    const country = number.country
    if (!country || getCountryCallingCode(country) === '1') continue
    expect(readPhone(number.nationalNumber, 'US').e164 ?? '+1', number.number).toMatch(/^\+1/)
  }
})

test('every form of a key has that key: Brazil’s ninth digit, Argentina’s 9, Mexico’s 1', () => {
  const line = (length: number) =>
    fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: length, maxLength: length })
  const area = (...areas: string[]) => fc.constantFrom(...areas)
  const mobile = fc.oneof(
    fc.tuple(fc.constant('+55'), area('11', '21', '85'), fc.constantFrom('96', '98', '99'), line(7)),
    fc.tuple(fc.constant('+54'), area('11'), fc.constantFrom('2', '4', '6'), line(7)),
    fc.tuple(fc.constant('+52'), area('55', '33', '81'), fc.constantFrom('1', '5', '8'), line(7)),
  )
  let several = 0
  fc.assert(
    fc.property(mobile, fc.constantFrom(...regions), (parts, region) => {
      const { e164, key } = readPhone(parts.join(''), region)
      if (e164 === null || key === null) return
      const forms = formsOfKey(key)
      several += forms.length
      for (const form of [key, ...forms]) {
        expect(readPhone(form, region).key, form).toBe(key)
        expect(matchForm(matchForm(form)), form).toBe(matchForm(form))
      }
    }),
    { numRuns: 2000 },
  )
  expect(several).toBeGreaterThan(500)
  expect(
    numbers
      .filter(({ countryCallingCode }) => countryCallingCode === '1')
      .flatMap((one) => formsOfKey(one.number)),
  ).toEqual([])
})
