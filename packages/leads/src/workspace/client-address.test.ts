import { expect, test } from 'vitest'
import { createClientAddress, neighbourhoodOf } from './client-address.ts'

const read = createClientAddress(['10.0.0.0/8', '2001:db8:1::/48'])

test.each([
  ['nobody is trusted who isn’t named', '203.0.113.7', '198.51.100.1', '203.0.113.7'],
  ['a proxy names its client', '10.0.0.1', '198.51.100.1', '198.51.100.1'],
  ['what a client says of itself stands before', '10.0.0.1', '192.0.2.66, 198.51.100.1', '198.51.100.1'],
  ['a chain of proxies', '10.0.0.1', '192.0.2.66,198.51.100.1, 10.2.3.4', '198.51.100.1'],
  ['nobody but proxies', '10.0.0.1', '10.9.9.9, 10.2.3.4', '10.9.9.9'],
  ['no header', '10.0.0.1', undefined, '10.0.0.1'],
  ['nonsense', '10.0.0.1', '198.51.100.1, unknown', '10.0.0.1'],
  ['an empty entry', '10.0.0.1', '198.51.100.1,', '10.0.0.1'],
  ['with a port', '10.0.0.1', '198.51.100.1:4711', '198.51.100.1'],
  ['IPv6 with a port', '2001:db8:1::1', '[2001:db8:2::1]:80', '2001:db8:2::1'],
  ['IPv4 on a socket for both', '::ffff:10.0.0.1', '::ffff:198.51.100.1', '198.51.100.1'],
  ['no peer', undefined, '198.51.100.1', undefined],
])('%s', (_, peer, header, expected) => {
  expect(read(peer, header)).toBe(expected)
  expect(createClientAddress([])(peer, header)).toBe(peer?.replace('::ffff:', ''))
})

test.each([
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['2001:DB8:0:0:ffff::2', '2001:db8:0:0::/64'],
  ['2001:db8:0:1::1', '2001:db8:0:1::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['203.0.113.7', '203.0.113.7'],
  [undefined, 'unknown'],
])('%s counts as %s', (address, expected) => {
  expect(neighbourhoodOf(address)).toBe(expected)
})
