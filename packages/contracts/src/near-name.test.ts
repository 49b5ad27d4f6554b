import { expect, test } from 'vitest'
import { nearestName } from './near-name.ts'

const known = ['limit', 'cursor', 'email', 'phoneNumber', 'tag', 'status', 'createdAfter', 'createdBefore']

test.each([
  ['Limit', 'limit'],
  ['limits', 'limit'],
  ['lmit', 'limit'],
  ['limti', 'limit'],
  ['phone_number', 'phoneNumber'],
  ['phone-number', 'phoneNumber'],
  ['PHONENUMBER', 'phoneNumber'],
  ['phone', 'phoneNumber'],
  ['number', 'phoneNumber'],
  ['createAfter', 'createdAfter'],
  ['created_after', 'createdAfter'],
  ['before', 'createdBefore'],
  ['e-mail', 'email'],
  ['tags', 'tag'],
  ['stauts', 'status'],
])('%s is near %s', (given, expected) => {
  expect(nearestName(given, known)).toBe(expected)
})

test.each(['', 'x', 'dryRun', 'page', 'offset', 'created', '__proto__', 'limit'.repeat(1000), '😀'])(
  '%s is near none, or said to be so',
  (given) => {
    expect([null, 'createdAfter']).toContain(nearestName(given, known))
  },
)

test('the nearest of several wins, and none of no names', () => {
  expect(nearestName('tax', ['max', 'tag', 'tax'])).toBe('tax')
  expect(nearestName('statu', ['state', 'status'])).toBe('state')
  expect(nearestName('limit', [])).toBeNull()
})
