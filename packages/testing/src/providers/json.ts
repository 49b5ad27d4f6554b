import { type FakeSender, given, hmac, jsonHeaders, vendorJson } from './provider.ts'

const secret = 'the secret of the sender'

/** A program of somebody's own that signs its JSON. */
export const json: FakeSender = {
  secrets: { signingSecret: secret },
  settings: {
    externalIdPath: 'data.id',
    recordPath: 'data.fields',
    signature: { header: 'X-Signature', algorithm: 'sha256', encoding: 'hex', prefix: 'v1=' },
  },
  bodyOf: ({ id, fullName, email, phone, answers = {} }) =>
    vendorJson(
      {
        event: 'lead',
        data: {
          id: BigInt(id),
          fields: Object.fromEntries([...given({ fullName, email, phone }), ...Object.entries(answers)]),
        },
      },
      { isEscaped: true },
    ),
  send: (body, { isForged = false } = {}) => ({
    method: 'POST',
    headers: {
      ...jsonHeaders,
      'x-signature': `v1=${hmac(isForged ? 'a guess' : secret, body).toString('hex')}`,
    },
    body,
  }),
}
