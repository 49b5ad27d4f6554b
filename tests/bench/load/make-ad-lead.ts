import { numberOf, phoneOf } from './make-body.ts'

/** A lead of an ad's form, as a create sends it, or with a key as Google Ads does: the same lead is stored of either. */
export function makeAdLead(seed: number, index: number, googleKey: string | undefined): string {
  const number = numberOf(seed, index)
  const id = `ad.${seed.toString(36)}.${index.toString(36)}`
  const [firstName, lastName] = [`Ada${index % 977}`, `Lovelace${number % 9973}`]
  const email = `${id}@bench.example.com`
  const phoneNumber = phoneOf(number)
  const budget = `${number % 100}k`
  if (googleKey === undefined)
    return JSON.stringify({
      firstName,
      lastName,
      email,
      phoneNumber,
      source: 'google-ads',
      externalLeadId: id,
      customFields: { budget },
      attribution: { ad: { campaignId: '20000000000', formId: '77' }, clickIds: { gclid: 'abc' } },
    })
  return JSON.stringify({
    lead_id: id,
    user_column_data: [
      { column_id: 'FULL_NAME', column_name: 'Full Name', string_value: `${firstName} ${lastName}` },
      { column_id: 'EMAIL', column_name: 'User Email', string_value: email },
      { column_id: 'PHONE_NUMBER', column_name: 'User Phone', string_value: phoneNumber },
      { column_name: 'budget', string_value: budget },
    ],
    api_version: '1.0',
    form_id: 77,
    campaign_id: 20_000_000_000,
    google_key: googleKey,
    gcl_id: 'abc',
  })
}
