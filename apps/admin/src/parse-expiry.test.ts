import { expect, test } from 'vitest'
import { parseExpiry } from './parse-expiry.ts'

const now = new Date('2026-11-23T10:00:00.000Z')

test.each([
  ['90d', '2027-02-21T10:00:00.000Z'],
  ['12h', '2026-11-23T22:00:00.000Z'],
  ['30m', '2026-11-23T10:30:00.000Z'],
  ['2026-11-23', '2026-11-23T23:59:59.999Z'],
  ['2028-02-29', '2028-02-29T23:59:59.999Z'],
  ['2027-01-31T12:00Z', '2027-01-31T12:00:00.000Z'],
  ['2027-01-31T12:00:30+02:00', '2027-01-31T10:00:30.000Z'],
])('%s is %s', (text, expected) => {
  expect(parseExpiry(text, now)).toEqual(new Date(expected))
})

test.each(['2026-11-22', '2026-11-23T09:59Z', '0d'])('%s is in the past', (text) => {
  expect(parseExpiry(text, now)).toBe('That is in the past.')
})

test.each(['', '90', '-1d', '2027-02-31', '2027-02-29', '2027-13-01', '2027-01-31T12:00', 'tomorrow'])(
  '"%s" is refused',
  (text) => {
    expect(parseExpiry(text, now)).toMatch(/^Give a span/)
  },
)
