import {
  type Entry,
  type OpenSource,
  type ProviderClient,
  ProviderError,
  type SourceKind,
} from '../source-kind.ts'
import {
  addTo,
  atPath,
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
const maxPages = 1000

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
      isTest: isSample(textOf(value.leadgen_id)) || isTestData(value.field_data_of_lead),
      bytes:
        changes.length === 1
          ? bytes
          : Buffer.from(JSON.stringify({ ...body, entry: [{ ...entry, changes: [change] }] })),
      record: isObject(value.field_data_of_lead)
        ? recordOf(value.field_data_of_lead)
        : isSample(textOf(value.leadgen_id))
          ? sample
          : null,
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
    let failure: ProviderError | undefined
    for (const form of source.settings.formIds ?? []) {
      try {
        yield* leadsOf(form, source, since, client)
      } catch (error) {
        // One form that is gone keeps nobody from looking through the others.
        if (!(error instanceof ProviderError) || error.isRefusal) throw error
        failure ??= error
      }
    }
    if (failure) throw failure
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

/** A form's leads since a time, page by page. Pages are asked for by their cursors: a token goes to no address that an answer names. */
async function* leadsOf(
  form: string,
  source: OpenSource,
  since: Date,
  client: ProviderClient,
): AsyncGenerator<Entry> {
  const after = Math.floor(since.getTime() / 1000)
  const query = new URLSearchParams({
    fields,
    limit: String(source.settings.pageLimit ?? defaultGraph.pageLimit),
    filtering: JSON.stringify([{ field: 'time_created', operator: 'GREATER_THAN', value: after }]),
  })
  for (let page = 0; page < maxPages; page++) {
    const answer = await getJson(source, client, `${base(source)}/${encodeURIComponent(form)}/leads?${query}`)
    for (const lead of objectsOf(answer.data)) {
      const id = textOf(lead.id)
      const named = { externalId: id ?? null, isTest: isSample(id), bytes: Buffer.alloc(0), record: null }
      if (id) yield fetched(lead, named)
    }
    const cursor = textOf(atPath(answer, 'paging.cursors.after'))
    if (textOf(atPath(answer, 'paging.next')) === undefined || cursor === undefined) return
    query.set('after', cursor)
  }
  throw new ProviderError(`a form has more than ${maxPages} pages of leads`, { isRefusal: false })
}

async function getJson({ secrets }: OpenSource, client: ProviderClient, url: string): Promise<Json> {
  if (!secrets.accessToken) throw new ProviderError('the secret accessToken is not set', { isRefusal: true })
  const answer = await client.getJson(url, { authorization: `Bearer ${secrets.accessToken}` })
  if (!isObject(answer)) throw new ProviderError('the answer is no JSON object', { isRefusal: false })
  return answer
}

/** A lead of the Graph API as an entry that can be read again without asking for it. */
function fetched(lead: Json, entry: Entry): Entry {
  const { pageId: page_id, formId: form_id } = adOf(entry.lead)
  const value = { page_id, form_id, ...lead, leadgen_id: entry.externalId, field_data_of_lead: lead }
  const body = { object: 'page', entry: [{ changes: [{ field: 'leadgen', value }] }] }
  return {
    ...entry,
    isTest: entry.isTest || isTestData(lead),
    bytes: Buffer.from(JSON.stringify(body)),
    record: recordOf(lead),
    lead: { ...entry.lead, ...leadOf(value) },
  }
}

function adOf(lead: Entry['lead']): Json {
  const ad = atPath(lead, 'attribution.ad')
  return isObject(ad) ? ad : {}
}

/** The button “Test” of Meta's dashboard sends an id of one digit repeated, which names no lead that could be fetched. */
function isSample(id: string | undefined): boolean {
  return id !== undefined && /^(\d)\1{11,}$/.test(id)
}
const sample = { full_name: 'Meta test' }

/** What the Lead Ads Testing Tool fills in. */
function isTestData(lead: unknown): boolean {
  return (
    isObject(lead) &&
    objectsOf(lead.field_data).some(({ values }) => [values].flat().some((value) => isDummy(textOf(value))))
  )
}
const isDummy = (text: string | undefined) => text !== undefined && /^<test lead: dummy data/i.test(text)

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
  const campaign = textOf(value.campaign_name)
  return filledOf({
    attribution: filledOf({ ad, utm: campaign && { campaign } }),
    submittedAt: timeOf(value.created_time),
  })
}
