import { expect, test } from 'vitest'
import { signAddress, verifyAddress } from './sign-address.ts'

test.each([
  ['application/pdf', 'application/pdf'],
  ['text/plain; charset=utf-8', 'text/plain; charset=utf-8'],
  ['application/zip\u0001', 'application/octet-stream'],
  ['application/zip\r\nx: y', 'application/octet-stream'],
  ['', 'application/octet-stream'],
])('a file that was stored as %j is downloaded as %s', (stored, downloaded) => {
  const query = signAddress('secret', 'a/b', { filename: 'a', contentType: stored, expiresInSeconds: 60 })
  expect(verifyAddress('secret', 'a/b', query)).toEqual({ filename: 'a', contentType: downloaded })
})
