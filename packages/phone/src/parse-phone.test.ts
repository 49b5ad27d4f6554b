import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parsePhone } from './parse-phone.ts'

test.each([
  ['(678) 231-9992', 'US', '+16782319992'],
  ['6782319992', 'US', '+16782319992'],
  ['1.415.555.2671', 'US', '+14155552671'],
  ['+1 415 555 2671', 'GB', '+14155552671'],
  ['+(1) 415 555 2671', 'US', '+14155552671'],
  ['tel:+1-415-555-2671', 'US', '+14155552671'],
  ['tel:415-555-2671;phone-context=+1', 'GB', '+14155552671'],
  ['call me 415-555-2671', 'US', '+14155552671'],
  ['4155552671 mobile', 'US', '+14155552671'],
  ['415-555-2671 / 415-555-2672', 'US', '+14155552671'],
  ['415-555-2671 or 415-555-2672', 'US', '+14155552671'],
  ['011 44 20 7946 0958', 'US', '+442079460958'],
  ['011 44 20 7946 0958', 'GB', '+442079460958'],
  ['00 44 20 7946 0958', 'US', '+442079460958'],
  ['0044 20 7946 0958', 'DE', '+442079460958'],
  ['020 7946 0958', 'GB', '+442079460958'],
  ['+44 (0) 20 7946 0958', 'US', '+442079460958'],
  ['447400123456', 'US', '+447400123456'],
  ['+521 55 1234 5678', 'US', '+525512345678'],
  ['0412 345 678', 'AU', '+61412345678'],
  ['1.415.555.2671', 'XX', '+14155552671'],
  ['415 555 2671', 'us', '+14155552671'],
])('%s in %s is %s', (raw, region, e164) => {
  expect(parsePhone(raw, region)).toMatchObject({ raw, e164, possible: true, valid: true })
})

test.each([
  ['1-800-FLOWERS', 'US', '+18003569377'],
  ['1-800-CONTACTS', 'US', '+18002668228'],
  ['(800) GO-FEDEX', 'US', '+18004633339'],
  ['+1 800 flowers', 'GB', '+18003569377'],
  ['1300 FLIGHT', 'AU', '+611300354448'],
])('the vanity number %s in %s is %s', (raw, region, e164) => {
  expect(parsePhone(raw, region)).toMatchObject({ e164, valid: true })
})

test.each([
  ['４１５５５５２６７１', 'full-width'],
  ['（４１５）５５５－２６７１', 'full-width with full-width signs'],
  ['٤١٥٥٥٥٢٦٧١', 'Arabic-Indic'],
  ['۴۱۵۵۵۵۲۶۷۱', 'Persian'],
  ['४१५५५५२६७१', 'Devanagari'],
  ['๔๑๕๕๕๕๒๖๗๑', 'Thai'],
])('%s has %s digits', (raw) => {
  expect(parsePhone(raw, 'US')).toMatchObject({ raw, e164: '+14155552671' })
})

test.each([
  ['(415) 555-2671 ext. 12', '12'],
  ['(415) 555-2671 x12', '12'],
  ['tel:+1-415-555-2671;ext=12', '12'],
  ['1-800-FLOWERS ext 12', '12'],
  ['(415) 555-2671', null],
])('%s has extension %s', (raw, extension) => {
  expect(parsePhone(raw, 'US').extension).toBe(extension)
})

test.each([
  ['+14155552671', 'US', 'fixed_line_or_mobile'],
  ['+442079460958', 'GB', 'fixed_line'],
  ['+447400123456', 'GB', 'mobile'],
  ['+18005551234', 'US', 'toll_free'],
  ['+19005551234', 'US', 'premium_rate'],
  ['+15005551234', 'US', 'personal_number'],
  ['+611300123456', 'AU', 'shared_cost'],
  ['+445612345678', 'GB', 'voip'],
  ['+447640123456', 'GB', 'pager'],
  ['+443001234567', 'GB', 'uan'],
  ['+80012345678', null, 'toll_free'],
  ['+12423221234', 'BS', 'fixed_line'],
  ['+77012345678', 'KZ', 'mobile'],
])('%s belongs to %s and is %s', (raw, country, kind) => {
  expect(parsePhone(raw, 'US')).toMatchObject({ country, kind, valid: true })
})

test.each([
  ['357', 'US'],
  ['436', 'US'],
  ['457', 'US'],
  ['465', 'US'],
  ['471', 'US'],
  ['483', 'US'],
  ['621', 'US'],
  ['624', 'US'],
  ['679', 'US'],
  ['729', 'US'],
  ['837', 'US'],
  ['861', 'US'],
  ['924', 'US'],
])('area code %s, which libphonenumber lacks, is in %s', (code, country) => {
  const expected = {
    e164: `+1${code}5550123`,
    country,
    kind: 'fixed_line_or_mobile',
    possible: true,
    valid: true,
  }
  expect(parsePhone(`(${code}) 555-0123`, 'US')).toMatchObject(expected)
  expect(parsePhone(`+1 ${code} 555 0123`, 'GB')).toMatchObject(expected)
})

test('an overlay of Newfoundland is Canadian though the workspace is American', () => {
  expect(parsePhone('879 555 0123', 'US')).toMatchObject({ e164: '+18795550123', country: 'CA' })
})

test('a number that the plan has room for keeps its E.164 though nobody has it', () => {
  const unlikely = { e164: '+15555555555', country: null, kind: 'unknown', possible: true, valid: false }
  expect(parsePhone('555 555 5555', 'US')).toMatchObject(unlikely)
})

test('an exchange that begins with 0 or 1 makes no number', () => {
  expect(parsePhone('212 055 1234', 'US')).toMatchObject({ e164: null, country: null, valid: false })
})

test.each([
  '',
  ' ',
  'abc',
  '12',
  '+',
  '911',
  '555-1234',
  '📞📞📞',
  '1'.repeat(40),
  '+1'.repeat(20),
  'x'.repeat(1_000_000),
  '4155552671'.repeat(100_000),
  '\u0000',
  '\ud800',
  'ﷺ'.repeat(250),
  'tel:',
  ';phone-context=',
  'no phone, please ask for 3 cars',
])('junk has no E.164 (%#)', (raw) => {
  expect(parsePhone(raw, 'US')).toEqual({
    raw,
    e164: null,
    country: null,
    kind: 'unknown',
    possible: false,
    valid: false,
    extension: null,
  })
})

const phoneLike = fc.string({
  unit: fc.constantFrom(...'0123456789+-(). /xX;=,#*aZ٣４०\u00a0\u200e'),
  maxLength: 60,
})

test('any text in any region gives E.164 or nothing, and never throws', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), phoneLike),
      fc.oneof(fc.constantFrom('US', 'GB', 'BR', 'RU', 'ZZ', ''), fc.string({ maxLength: 3 })),
      (raw, region) => {
        const parsed = parsePhone(raw, region)
        expect(parsed.raw).toBe(raw)
        if (parsed.e164 === null)
          expect(parsed).toMatchObject({ possible: false, valid: false, country: null })
        else expect(parsed.e164).toMatch(/^\+[1-9]\d{6,14}$/)
      },
    ),
    { numRuns: 2000 },
  )
})

test('E.164 reads as itself, whatever the region', () => {
  fc.assert(
    fc.property(
      phoneLike,
      fc.constantFrom('US', 'GB', 'BR', 'RU'),
      fc.constantFrom('US', 'DE', 'ZZ'),
      (raw, one, other) => {
        const { e164 } = parsePhone(raw, one)
        if (e164 !== null) expect(parsePhone(e164, other).e164).toBe(e164)
      },
    ),
    { numRuns: 2000 },
  )
})
