import type { SourceKind } from '../source-kind.ts'
import { addTo, filledOf, isObject, newRecord, objectsOf, readObject, textOf, timeOf } from './json-body.ts'
import { isSame } from './signatures.ts'

/**
 * Google Ads lead forms: their webhook posts one lead. The key that proves the sender travels in the body and is never stored.
 * Source: developers.google.com/google-ads/webhook, "Webhook integration".
 */
export const googleAds: SourceKind = {
  secrets: { googleKey: { does: 'The “Key” of the lead form’s webhook.', isMade: true } },
  isGenuine({ body }, { secrets }) {
    try {
      return isSame(textOf(readObject(body).google_key), secrets.googleKey)
    } catch {
      return false
    }
  },
  read({ bytes }) {
    const body = readObject(bytes)
    const record = newRecord()
    for (const { column_id, column_name, string_value } of objectsOf(body.user_column_data)) {
      const name = textOf(column_id) ?? textOf(column_name)
      if (name) addTo(record, name, string_value)
    }
    const ids = {
      campaignId: body.campaign_id,
      adgroupId: body.adgroup_id,
      adId: body.creative_id,
      formId: body.form_id,
    }
    const attribution = filledOf({
      ad: filledOf(Object.fromEntries(Object.entries(ids).map(([name, id]) => [name, textOf(id)]))),
      clickIds: textOf(body.gcl_id) && { gclid: textOf(body.gcl_id) },
    })
    return [
      {
        externalId: textOf(body.lead_id) ?? null,
        isTest: body.is_test === true,
        bytes: withoutKey(bytes, body),
        record,
        lead: filledOf({ attribution, submittedAt: timeOf(body.lead_submit_time) }),
      },
    ]
  },
  answer: () => ({ status: 200, body: '{}' }),
  setUp: ({ secrets }, address) => [
    {
      text: 'In Google Ads open the lead form, then “Export leads” and “Other data integration options”.',
      value: null,
    },
    { text: 'Paste this as “Webhook URL”.', value: address },
    { text: 'Paste this as “Key”.', value: secrets.googleKey ?? null },
    { text: 'Press “Send test data”. A test lead appears here within seconds.', value: null },
  ],
}

const keyMember = /("google_key"\s*:\s*)"(?:[^"\\]|\\.)*"/g

/** The body as it came, but for the key. */
function withoutKey(bytes: Buffer, body: Readonly<Record<string, unknown>>): Buffer {
  const key = textOf(body.google_key)
  if (key === undefined) return bytes
  const text = bytes.toString().replace(keyMember, '$1null')
  // A key that is written otherwise, such as with escapes in its name, is taken out by its value.
  const isGone = (value: unknown) => !isObject(value) || textOf(value.google_key) === undefined
  if (isGone(JSON.parse(text.replace(/^\uFEFF/, '')))) return Buffer.from(text)
  return Buffer.from(JSON.stringify({ ...body, google_key: null }))
}
