import { type FakeSender, given, hmac, jsonHeaders, vendorJson } from './provider.ts'

const secret = 'the secret of the app'

/** TikTok instant forms: ids beyond 2^53 as numbers; what is signed is the text with its letters escaped, what is sent isn't. */
export const tiktok: FakeSender = {
  secrets: { appSecret: secret },
  bodyOf: ({ id, fullName, email, phone, answers = {}, isTest }) =>
    vendorJson({
      object: isTest ? 'TEST_LEAD' : 'LEAD',
      time: 1_796_000_000,
      entry: [
        {
          id: BigInt(id),
          lead_source: 'INSTANT_FORM',
          page_id: BigInt(id) + 1n,
          advertiser_id: 7_000_000_000_000_000_001n,
          campaign_id: 1_700_000_000_000_000_001n,
          campaign_name: 'Spring',
          adgroup_id: '17',
          ad_id: '18',
          create_time: 1_796_000_000,
          changes: [
            ...given({ name: fullName, email, phone_number: phone }).map(([field, value]) => ({
              field,
              value,
            })),
            ...Object.entries(answers).map(([field, value]) => ({ field, value })),
          ],
        },
      ],
    }),
  send(body, { isForged = false } = {}) {
    const escaped = body
      .toString()
      .replace(/[^ -~]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`)
    const signature = hmac(isForged ? 'a guess' : secret, escaped).toString('hex')
    return { method: 'POST', headers: { ...jsonHeaders, 'x-open-signature': signature }, body }
  },
}
