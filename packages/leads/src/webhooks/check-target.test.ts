import { expect, test } from 'vitest'
import { isPublicAddress, targetFault } from './check-target.ts'

test.each([
  '0.0.0.0 10.0.0.1 100.64.0.1 100.100.100.200 127.0.0.1 127.255.255.255 168.63.129.16 169.254.169.254',
  '172.16.0.1 172.31.255.255 192.0.0.192 192.168.1.1 198.18.0.1 203.0.113.5 224.0.0.1 240.0.0.1 255.255.255.255',
  ':: ::1 ::7f00:1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:0:127.0.0.1 fc00::1 fd00:ec2::254 fe80::1 fe80::1%eth0',
  'fec0::1 ff02::1 64:ff9b::127.0.0.1 64:ff9b::a9fe:a9fe 64:ff9b:1::1 2002:7f00:1:: 2001:0:1::1 2001:db8::1',
  'localhost example.com 127.1 nonsense',
])('no part of %s is a public address', (list) => {
  for (const address of list.split(' ')) expect(isPublicAddress(address), address).toBe(false)
})

test.each(['1.1.1.1', '93.184.215.14', '2606:4700:4700::1111', '::ffff:1.1.1.1', '64:ff9b::1.1.1.1'])(
  '%s is one',
  (address) => expect(isPublicAddress(address)).toBe(true),
)

test('settings open http and private addresses, each by itself', () => {
  const none = { allowHttp: false, allowPrivate: false }
  expect(targetFault('http://example.com', none)?.code).toBe('invalid_url')
  expect(targetFault('http://example.com', { ...none, allowHttp: true })).toBeNull()
  expect(targetFault('https://127.0.0.1', { ...none, allowHttp: true })?.code).toBe('forbidden_address')
  expect(targetFault('https://127.0.0.1', { ...none, allowPrivate: true })).toBeNull()
  expect(targetFault('https://a:b@example.com', { allowHttp: true, allowPrivate: true })?.code).toBe(
    'invalid_url',
  )
})
