import { createHmac } from 'node:crypto'
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
import { isSignedBy } from './signatures.ts'

const defaults = { url: 'https://api.linkedin.com', version: '202509', pageLimit: 50 }
const maxPages = 100
const responseIn = /(?:leadGenFormResponse|leadFormResponse)[^:]*:(.+)$/

/**
 * LinkedIn lead sync, experimental: the notification names a response, which is fetched. `DELETED` asks to erase what came before.
 * Source: learn.microsoft.com/linkedin/marketing/lead-sync. Not tried against a real account.
 */
export const linkedin: SourceKind = {
  isExperimental: true,
  secrets: {
    clientSecret: {
      does: 'The app’s “Client secret”: it answers the challenge and signs what LinkedIn sends.',
    },
    accessToken: { does: 'A member’s token with `r_marketing_leadgen_automation`.' },
  },
  handshake({ query }, { secrets }) {
    const challengeCode = query.get('challengeCode')
    if (challengeCode === null || !/^[\w-]{1,100}$/.test(challengeCode) || !secrets.clientSecret) return null
    const challengeResponse = createHmac('sha256', secrets.clientSecret).update(challengeCode).digest('hex')
    return { status: 200, body: JSON.stringify({ challengeCode, challengeResponse }) }
  },
  isGenuine: ({ headers, body }, { secrets }) =>
    isSignedBy(headers['x-li-signature']?.replace(/^hmacsha256=/, ''), {
      secret: secrets.clientSecret,
      data: Buffer.concat([Buffer.from('hmacsha256='), body]),
    }),
  read({ bytes }) {
    const body = readObject(bytes)
    const isErasure = body.leadAction === 'DELETED'
    const urn = textOf(body.leadGenFormResponse)
    const fetched = isObject(body.fetched) ? body.fetched : null
    return [
      {
        // A lead that is erased isn't the same as when it was made.
        externalId: urn === undefined ? null : isErasure ? `${urn} DELETED` : urn,
        isTest: fetched?.testLead === true,
        isErasure,
        bytes,
        record: fetched ? recordOf(fetched) : null,
        lead: leadOf(body, fetched),
      },
    ]
  },
  async fetch(entry, source, client) {
    const id = responseIn.exec(entry.externalId ?? '')?.[1] ?? entry.externalId ?? ''
    const response = await getJson(source, client, `/rest/leadFormResponses/${encodeURIComponent(id)}`)
    return fetched(response, entry, await questionsOf(response, source, client))
  },
  async *missed(source, since, client) {
    const count = source.settings.pageLimit ?? defaults.pageLimit
    const known = new Map<string, Json>()
    for (const form of source.settings.formIds ?? []) {
      const urn = form.startsWith('urn:') ? form : `urn:li:leadGenForm:${form}`
      for (let page = 0; page < maxPages; page++) {
        const range = `(start:${since.getTime()})`
        const answer = await getJson(
          source,
          client,
          `/rest/leadFormResponses?q=owner&leadForm=${encodeURIComponent(urn)}&submittedAtTimeRange=${range}&start=${page * count}&count=${count}`,
        )
        const responses = objectsOf(answer.elements)
        for (const response of responses) {
          const id = textOf(response.id)
          const entry = {
            externalId: id === undefined ? null : `urn:li:leadGenFormResponse:${id}`,
            isTest: false,
            bytes: Buffer.from('{}'),
            record: null,
          }
          if (id !== undefined)
            yield fetched(response, entry, await questionsOf(response, source, client, known))
        }
        if (responses.length < count) break
        if (page === maxPages - 1)
          throw new ProviderError(`a form has more than ${maxPages} pages of leads`, { isRefusal: false })
      }
    }
  },
  setUp: (_source, address) => [
    { text: 'In the LinkedIn developer portal open the app, then “Webhooks”, and add one.', value: null },
    {
      text: 'Paste this as its address. LinkedIn asks it at once for proof, and every two hours again.',
      value: address,
    },
    { text: 'Subscribe the account to lead notifications, and submit a test lead.', value: null },
  ],
}

async function getJson(
  { secrets, settings }: OpenSource,
  client: ProviderClient,
  path: string,
): Promise<Json> {
  if (!secrets.accessToken) throw new ProviderError('the secret accessToken is not set', { isRefusal: true })
  const answer = await client.getJson(`${(settings.apiUrl ?? defaults.url).replace(/\/+$/, '')}${path}`, {
    authorization: `Bearer ${secrets.accessToken}`,
    'linkedin-version': settings.apiVersion ?? defaults.version,
    'x-restli-protocol-version': '2.0.0',
  })
  if (!isObject(answer)) throw new ProviderError('the answer is no JSON object', { isRefusal: false })
  return answer
}

/** The texts of a form's questions by their ids. */
async function questionsOf(
  response: Json,
  source: OpenSource,
  client: ProviderClient,
  known = new Map<string, Json>(),
): Promise<Json> {
  const urn = textOf(response.versionedLeadGenFormUrn) ?? textOf(response.leadForm)
  const id = formIdOf(urn)
  if (id === undefined) return {}
  const before = known.get(id)
  if (before) return before
  const form = await getJson(source, client, `/rest/leadForms/${encodeURIComponent(id)}`)
  const questions = objectsOf(atPath(form, 'content.questions') ?? atPath(form, 'questions'))
  const texts = filledOf(
    Object.fromEntries(
      questions.map((question) => [
        textOf(question.questionId) ?? textOf(question.id) ?? '',
        textOf(question.predefinedField) ?? localized(question.question) ?? textOf(question.name),
      ]),
    ),
  )
  known.set(id, texts)
  return texts
}

function localized(text: unknown): string | undefined {
  const [first] = Object.values((isObject(text) && isObject(text.localized) ? text.localized : {}) as Json)
  return textOf(text) ?? textOf(first)
}

/** A response as an entry that can be read again without asking for it. */
function fetched(response: Json, entry: Entry, questions: Json): Entry {
  const own = { ...response, questions }
  const body = {
    type: 'LEAD_ACTION',
    leadAction: 'CREATED',
    leadGenFormResponse: entry.externalId,
    leadGenForm: formUrnOf(entry),
    fetched: own,
  }
  return {
    ...entry,
    isTest: response.testLead === true,
    bytes: Buffer.from(JSON.stringify(body)),
    record: recordOf(own),
    lead: { ...entry.lead, ...leadOf(body, own) },
  }
}

/** The form that the notification names, where it has one. */
function formUrnOf({ lead }: Entry): string | undefined {
  const id = textOf(atPath(lead, 'attribution.ad.formId'))
  return id && `urn:li:leadGenForm:${id}`
}

function recordOf(response: Json): Record<string, unknown> {
  const questions = isObject(response.questions) ? response.questions : {}
  const record = newRecord()
  const { formResponse } = response
  if (!isObject(formResponse)) return record
  for (const { questionId, answerDetails } of objectsOf(formResponse.answers)) {
    const id = textOf(questionId) ?? ''
    const details = isObject(answerDetails) ? answerDetails : {}
    const value =
      atPath(details, 'textQuestionAnswer.answer') ?? atPath(details, 'multipleChoiceAnswer.options')
    const name = textOf(questions[id]) ?? id
    if (name !== '') addTo(record, name, value)
  }
  for (const { consentId, accepted } of objectsOf(formResponse.consentResponses)) {
    const id = textOf(consentId)
    if (id !== undefined) addTo(record, `consent ${id}`, accepted === true ? 'yes' : 'no')
  }
  return record
}

function leadOf(body: Json, response: Json | null): Record<string, unknown> {
  const metadata = isObject(response?.leadMetadata) ? response.leadMetadata : {}
  const sponsored = isObject(metadata.sponsoredLeadMetadata) ? metadata.sponsoredLeadMetadata : metadata
  const ad = filledOf({
    campaignId: idOf(sponsored.campaign),
    adId: idOf(sponsored.creative),
    formId: formIdOf(body.leadGenForm) ?? formIdOf(response?.versionedLeadGenFormUrn),
  })
  return filledOf({ attribution: { ad }, submittedAt: timeOf(response?.submittedAt ?? body.occurredAt) })
}

function idOf(urn: unknown): string | undefined {
  return textOf(urn)?.replace(/^.*?(\d+)\D*$/, '$1')
}

/** Of a form or of a version of it: `urn:li:versionedLeadGenForm:(urn:li:leadGenForm:3162,1)`. */
function formIdOf(urn: unknown): string | undefined {
  return textOf(urn)?.match(/leadGenForm:(\d+)/)?.[1]
}
