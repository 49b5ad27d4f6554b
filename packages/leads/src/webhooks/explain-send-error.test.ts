import { expect, test } from 'vitest'
import { explainSendError } from './explain-send-error.ts'

test.each([
  ['forbidden_address', 'WEBHOOK_ALLOW_PRIVATE=true'],
  ['FORBIDDEN_ADDRESS', 'WEBHOOK_ALLOW_PRIVATE=true'],
  ['invalid_url', 'WEBHOOK_ALLOW_HTTP=true'],
  ['ENOTFOUND', 'no address'],
  ['ECONNREFUSED', 'Nothing listens'],
  ['timeout after 10000 ms', 'too long'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'certificate'],
  ['CERT_HAS_EXPIRED', 'certificate'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'certificate'],
  ['status 302', 'redirects'],
  ['status 503', 'failed'],
])('%s is told in words', (error, words) => {
  expect(explainSendError(error)).toContain(words)
})

test('what nobody knows is left as it is', () => {
  for (const error of [null, '', 'status 418', 'HPE_INVALID_CONSTANT'])
    expect(explainSendError(error)).toBeNull()
})
