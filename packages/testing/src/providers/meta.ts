import { type FakeSender, hmac, jsonHeaders, vendorJson } from './provider.ts'

const [appSecret, verifyToken] = ['the secret of the app', 'the verify token']
export const metaToken = 'the token of the page'

/** Meta lead ads: tells ids only, in JSON with escaped letters, signed as sent. */
export const meta: FakeSender = {
  secrets: { appSecret, verifyToken, accessToken: metaToken },
  bodyOf: ({ id }) =>
    vendorJson(
      {
        object: 'page',
        entry: [
          {
            id: '153125381133',
            time: 1_796_000_000,
            changes: [
              {
                field: 'leadgen',
                value: {
                  leadgen_id: BigInt(id),
                  page_id: 153_125_381_133n,
                  page_name: 'Peña / Söhne',
                  form_id: '1700000000000001',
                  created_time: 1_796_000_000,
                },
              },
            ],
          },
        ],
      },
      { isEscaped: true },
    ),
  send: (body, { isForged = false } = {}) => ({
    method: 'POST',
    headers: {
      ...jsonHeaders,
      'user-agent': 'facebookexternalua',
      'x-hub-signature-256': `sha256=${hmac(isForged ? 'a guess' : appSecret, body).toString('hex')}`,
    },
    body,
  }),
  handshake: ({ isForged = false } = {}) => ({
    request: {
      method: 'GET',
      query: `?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=${encodeURIComponent(isForged ? 'a guess' : verifyToken)}`,
      headers: {},
    },
    expected: '1158201444',
  }),
}
