import { type FakeSender, hmac, jsonHeaders, vendorJson } from './provider.ts'

const secret = 'the client secret'
export const linkedinToken = 'the token of a member'

/** LinkedIn lead sync: names a response; asks every two hours whether the address is ours. */
export const linkedin: FakeSender = {
  secrets: { clientSecret: secret, accessToken: linkedinToken },
  bodyOf: ({ id }) => notificationOf(id, 'CREATED'),
  send: (body, { isForged = false } = {}) => ({
    method: 'POST',
    headers: {
      ...jsonHeaders,
      'x-li-signature': hmac(isForged ? 'a guess' : secret, 'hmacsha256=', body).toString('hex'),
    },
    body,
  }),
  handshake() {
    const challengeCode = '890e4665-4dfe-4ab1-b689-ed553bceeed0'
    const challengeResponse = hmac(secret, challengeCode).toString('hex')
    return {
      request: { method: 'GET', query: `?challengeCode=${challengeCode}`, headers: {} },
      expected: JSON.stringify({ challengeCode, challengeResponse }),
    }
  },
}

export function notificationOf(id: string, leadAction: 'CREATED' | 'DELETED'): Buffer {
  return vendorJson({
    type: 'LEAD_ACTION',
    leadGenFormResponse: `urn:li:leadGenFormResponse:${id}`,
    owner: { sponsoredAccount: 'urn:li:sponsoredAccount:516842' },
    leadGenForm: 'urn:li:leadGenForm:3162',
    leadType: 'SPONSORED',
    leadAction,
    occurredAt: 1_796_000_000_000,
  })
}
