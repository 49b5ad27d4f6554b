import {
  type Entry,
  type OpenSource,
  type ProviderClient,
  ProviderError,
  type SourceKind,
} from '../source-kind.ts'
import {
  addTo,
  filledOf,
  isObject,
  type Json,
  newRecord,
  objectsOf,
  readObject,
  textOf,
  timeOf,
} from './json-body.ts'
import { isSame, isSignedBy, withoutPrefix } from './signatures.ts'

const defaultGraph = { url: 'https://graph.facebook.com', version: 'v24.0', pageLimit: 100 }
const fields =
  'id,created_time,ad_id,ad_name,adset_id,adset_name,campaign_id,campaign_name,form_id,is_organic,platform,field_data,custom_disclaimer_responses'
const maxPages = 200

/**
 * Meta lead ads: the webhook tells ids only, the lead is fetched from the Graph API.
 * Source: developers.facebook.com/docs/graph-api/webhooks and /docs/marketing-api/guides/lead-ads.
 */
export const meta: SourceKind = {
  secrets: {
    appSecret: { does: 'The app’s “App secret”: it signs what Meta sends.' },
    verifyToken: { does: 'The “Verify token” of the webhook.', isMade: true },
    accessToken: { does: 'A page’s or a system user’s token with `leads_retrieval`.' },
  },
  handshake({ query }, { secrets }) {
    if (query.get('hub.mode') !== 'subscribe') return null
    if (!isSame(query.get('hub.verify_token') ?? undefined, secrets.verifyToken))
      return { status: 403, body: 'forbidden', contentType: 'text/plain' }
    // A bare number or word: anything else would let our address say what somebody else wrote.
    const challenge = query.get('hub.challenge') ?? ''
    if (!/^[\w.-]{1,200}$/.test(challenge))
      return { status: 403, body: 'forbidden', contentType: 'text/plain' }
    return { status: 200, body: challenge, contentType: 'text/plain' }
  },
  isGenuine: ({ headers, body }, { secrets }) =>
    isSignedBy(withoutPrefix(headers['x-hub-signature-256'], 'sha256='), {
      secret: secrets.appSecret,
      data: body,
    }),
  read({ bytes }) {
    const body = readObject(bytes)
    const changes = objectsOf(body.entry).flatMap((entry) =>
      objectsOf(entry.changes).flatMap((change) =>
        change.field === 'leadgen' && isObject(change.value) ? [{ entry, change, value: change.value }] : [],
      ),
    )
    return changes.map(({ entry, change, value }) => ({
      externalId: textOf(value.leadgen_id) ?? null,
      isTest: isTestLead(textOf(value.leadgen_id)),
      bytes:
        changes.length === 1
          ? bytes
          : Buffer.from(JSON.stringify({ ...body, entry: [{ ...entry, changes: [change] }] })),
      record: isObject(value.field_data_of_lead) ? recordOf(value.field_data_of_lead) : null,
      lead: leadOf(value),
    }))
  },
  refuse: () => ({ status: 403, body: '{"message":"The signature is wrong."}' }),
  async fetch(entry, source, client) {
    const lead = await getJson(
      source,
      client,
      `${base(source)}/${encodeURIComponent(entry.externalId ?? '')}?fields=${fields}`,
    )
    return fetched(lead, entry)
  },
  async *missed(source, since, client) {
    const after = Math.floor(since.getTime() / 1000)
    for (const form of source.settings.formIds ?? []) {
      const filtering = JSON.stringify([{ field: 'time_created', operator: 'GREATER_THAN', value: after }])
      const limit = source.settings.pageLimit ?? defaultGraph.pageLimit
      let url: string | undefined =
        `${base(source)}/${encodeURIComponent(form)}/leads?fields=${fields}&limit=${limit}&filtering=${encodeURIComponent(filtering)}`
      for (let page = 0; url && page < maxPages; page++) {
        const answer: Json = await getJson(source, client, url)
        for (const lead of objectsOf(answer.data)) {
          const id = textOf(lead.id)
          if (id)
            yield fetched(lead, {
              externalId: id,
              isTest: isTestLead(id),
              bytes: Buffer.alloc(0),
              record: null,
            })
        }
        const paging: unknown = answer.paging
        url = nextOf(source, isObject(paging) ? textOf(paging.next) : undefined)
      }
    }
  },
  setUp: ({ secrets }, address) => [
    {
      text: 'In the Meta app open “Webhooks”, choose the object “Page” and press “Subscribe to this object”.',
      value: null,
    },
    { text: 'Paste this as “Callback URL”.', value: address },
    { text: 'Paste this as “Verify token”.', value: secrets.verifyToken ?? null },
    { text: 'Subscribe to the field “leadgen”, and connect the page to the app.', value: null },
    { text: 'Send a lead with Meta’s Lead Ads Testing Tool. It appears here within seconds.', value: null },
  ],
}

const base = ({ settings }: OpenSource) =>
  `${(settings.graphUrl ?? defaultGraph.url).replace(/\/+$/, '')}/${settings.graphVersion ?? defaultGraph.version}`

/** The next page, at the address that is configured: a token goes nowhere else. */
function nextOf(source: OpenSource, next: string | undefined): string | undefined {
  if (next === undefined) return undefined
  const { origin } = new URL(base(source))
  return URL.canParse(next) && new URL(next).origin === origin ? next : undefined
}

async function getJson({ secrets }: OpenSource, client: ProviderClient, url: string): Promise<Json> {
  if (!secrets.accessToken) throw new ProviderError('the secret accessToken is not set', { isRefusal: true })
  const answer = await client.getJson(url, { authorization: `Bearer ${secrets.accessToken}` })
  if (!isObject(answer)) throw new ProviderError('the answer is no JSON object', { isRefusal: false })
  return answer
}

/** A lead of the Graph API as an entry that can be read again without asking for it. */
function fetched(lead: Json, entry: Entry): Entry {
  const value = { ...lead, leadgen_id: entry.externalId, field_data_of_lead: lead }
  const body = { object: 'page', entry: [{ changes: [{ field: 'leadgen', value }] }] }
  return {
    ...entry,
    bytes: Buffer.from(JSON.stringify(body)),
    record: recordOf(lead),
    lead: { ...entry.lead, ...leadOf(lead) },
  }
}

/** What the testing tool sends has ids of one digit repeated. */
function isTestLead(id: string | undefined): boolean {
  return id !== undefined && /^(\d)\1{11,}$/.test(id)
}

function recordOf({ field_data, custom_disclaimer_responses }: Json): Record<string, unknown> {
  const record = newRecord()
  for (const { name, values } of objectsOf(field_data)) {
    const key = textOf(name)
    if (key && Array.isArray(values)) addTo(record, key, values.length === 1 ? values[0] : values)
  }
  for (const { checkbox_key, is_checked } of objectsOf(custom_disclaimer_responses)) {
    const key = textOf(checkbox_key)
    // A box that wasn't ticked is no consent, and never an opt-out.
    if (key) addTo(record, key, isTicked(is_checked) ? 'yes' : 'no')
  }
  return record
}

const isTicked = (value: unknown) => value === true || value === '1' || value === 1 || value === 'true'

function leadOf(value: Json): Record<string, unknown> {
  const ad = filledOf({
    campaignId: textOf(value.campaign_id),
    adgroupId: textOf(value.adset_id) ?? textOf(value.adgroup_id),
    adId: textOf(value.ad_id),
    formId: textOf(value.form_id),
    pageId: textOf(value.page_id),
  })
  return filledOf({ attribution: { ad }, submittedAt: timeOf(value.created_time) })
}
