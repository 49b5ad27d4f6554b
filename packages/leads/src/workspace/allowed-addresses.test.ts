import { expect, test } from 'vitest'
import { isAllowedFrom, parseNetwork } from './allowed-addresses.ts'

const allowed = ['203.0.113.7', '198.51.100.0/24', '2001:db8::/32']

test.each([
  ['203.0.113.7', true],
  ['::ffff:203.0.113.7', true],
  ['203.0.113.8', false],
  ['198.51.100.200', true],
  ['198.51.101.1', false],
  ['2001:db8:1::1', true],
  ['2001:db9::1', false],
  ['none', false],
  [undefined, false],
])('%s: %s', (address, expected) => {
  expect(isAllowedFrom(allowed, address)).toBe(expected)
  expect(isAllowedFrom(null, address)).toBe(true)
})

test.each(['', '1.2.3', '1.2.3.4/33', '1.2.3.4/', '1.2.3.4/8/8', 'example.com', '::1/129'])(
  '%j is none',
  (text) => {
    expect(parseNetwork(text)).toBeNull()
  },
)
