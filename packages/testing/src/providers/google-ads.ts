import { type FakeSender, given, jsonHeaders, vendorJson } from './provider.ts'

const key = 'the key of the lead form'

/** Google Ads lead forms: the key stands in the body, ids of campaigns are int64. */
export const googleAds: FakeSender = {
  secrets: { googleKey: key },
  bodyOf: ({ id, fullName, email, phone, answers = {}, isTest = false }) =>
    vendorJson({
      lead_id: `TeSter-${id}`,
      user_column_data: [
        ...given({ FULL_NAME: fullName, EMAIL: email, PHONE_NUMBER: phone }).map(([column_id, value]) => ({
          column_id,
          column_name: column_id.toLowerCase(),
          string_value: value,
        })),
        ...Object.entries(answers).flatMap(([column_name, value]) =>
          [value].flat().map((string_value) => ({ column_name, string_value })),
        ),
      ],
      api_version: '1.0',
      form_id: 40_000_000_001n,
      campaign_id: BigInt(id),
      adgroup_id: 20_000_000_000n,
      creative_id: 30_000_000_000n,
      gcl_id: 'CjwKCAjw',
      google_key: key,
      is_test: isTest,
      lead_submit_time: '2026-11-30T10:00:00Z',
    }),
  send: (body, { isForged = false } = {}) => ({
    method: 'POST',
    headers: jsonHeaders,
    body: isForged ? Buffer.from(body.toString().replace(key, 'another key')) : body,
  }),
}
