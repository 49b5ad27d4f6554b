import type { SourceKind } from '../source-kind.ts'
import {
  addTo,
  checkCount,
  filledOf,
  type Json,
  newRecord,
  objectsOf,
  readObject,
  textOf,
  timeOf,
} from './json-body.ts'
import { isSignedBy } from './signatures.ts'

/**
 * TikTok instant forms, experimental. A body is the only copy of its leads: they can't be fetched again.
 * Source: business-api.tiktok.com/portal/docs, "Leads webhook". Not tried against a real account.
 */
export const tiktok: SourceKind = {
  isExperimental: true,
  secrets: { appSecret: { does: 'The app’s secret: it signs what TikTok sends.' } },
  isGenuine({ headers, body }, { secrets }) {
    const signature = headers['x-open-signature']
    const secret = secrets.appSecret
    // Some are signed over the text with its other letters escaped.
    return (
      isSignedBy(signature, { secret, data: body }) ||
      isSignedBy(signature, { secret, data: escaped(body.toString()) })
    )
  },
  read({ bytes }) {
    const body = readObject(bytes)
    const entries = objectsOf(body.entry)
    checkCount(entries)
    return entries.map((entry) => ({
      externalId: textOf(entry.id) ?? null,
      isTest: textOf(entry.lead_source)?.toUpperCase() === 'TEST' || body.object === 'TEST_LEAD',
      bytes: entries.length === 1 ? bytes : Buffer.from(JSON.stringify({ ...body, entry: [entry] })),
      record: recordOf(entry),
      lead: leadOf(entry),
    }))
  },
  setUp: (_source, address) => [
    { text: 'In TikTok for Business open the app, then subscribe to “Leads”.', value: null },
    { text: 'Paste this as callback address.', value: address },
    { text: 'Create a test lead in TikTok Ads Manager. It appears here within seconds.', value: null },
  ],
}

function escaped(text: string): string {
  return text.replace(
    /[\u0080-\uffff]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

function recordOf({ changes }: Json): Record<string, unknown> {
  const record = newRecord()
  for (const { field, value } of objectsOf(changes)) {
    const name = textOf(field)
    if (name) addTo(record, name, value)
  }
  return record
}

function leadOf(entry: Json): Record<string, unknown> {
  const ad = filledOf({
    campaignId: textOf(entry.campaign_id),
    adgroupId: textOf(entry.adgroup_id),
    adId: textOf(entry.ad_id),
    pageId: textOf(entry.page_id),
  })
  const utm = filledOf({ campaign: textOf(entry.campaign_name) })
  return filledOf({ attribution: { ad, utm }, submittedAt: timeOf(entry.create_time) })
}
