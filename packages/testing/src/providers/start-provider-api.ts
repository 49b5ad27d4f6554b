import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { linkedinToken } from './linkedin.ts'
import { metaToken } from './meta.ts'
import { type FakeLead, given, vendorJson } from './provider.ts'

interface StoredLead extends FakeLead {
  form: string
  /** Unix seconds. */
  createdAt: number
}

/** What the API does with every call: answers it, never answers, or fails. */
export type ApiMode = 'answers' | 'hangs' | 'fails'

/** The APIs of Meta and LinkedIn on loopback: a lead by its id, and a form's leads page by page. */
export async function startProviderApi() {
  const state = {
    mode: 'answers' as ApiMode,
    tokens: new Set([metaToken, linkedinToken]),
    /** Host that links to next pages name; the own one unless given. */
    nextOrigin: null as string | null,
    leads: new Map<string, StoredLead>(),
    /** Forms that the token may not see. */
    goneForms: new Set<string>(),
    asked: [] as { path: string; authorization: string | undefined }[],
    origin: '',
  }
  const server = createServer((request, response) => respond(state, request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  state.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url: state.origin,
    state,
    /** Somebody fills a form. */
    add: (lead: FakeLead, { form = '1700000000000001', createdAt = Date.now() / 1000 } = {}) =>
      void state.leads.set(lead.id, { ...lead, form, createdAt: Math.floor(createdAt) }),
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

export type ProviderApi = Awaited<ReturnType<typeof startProviderApi>>
type State = ProviderApi['state']

function respond(state: State, request: IncomingMessage, response: ServerResponse): void {
  const { authorization } = request.headers
  state.asked.push({ path: request.url ?? '', authorization })
  if (state.mode === 'hangs') return
  const isKnown = state.tokens.has((authorization ?? '').replace(/^Bearer /, ''))
  const url = new URL(request.url ?? '', state.origin)
  const isGraph = url.pathname.startsWith('/v')
  const { status, body } =
    state.mode === 'fails'
      ? { status: 500, body: { error: { code: 2, is_transient: true } } }
      : !isKnown
        ? { status: 401, body: isGraph ? oauthFault(190) : { status: 401, code: 'REVOKED_ACCESS_TOKEN' } }
        : isGraph
          ? graph(state, url)
          : linkedinRest(state, url)
  response
    .writeHead(status, { 'content-type': 'application/json' })
    .end(vendorJson(body, { isEscaped: true }))
}

interface Answer {
  status: number
  body: unknown
}

const oauthFault = (code: number) => ({ error: { message: 'a fault', type: 'OAuthException', code } })

function graph(state: State, url: URL): Answer {
  const [, , id = '', edge] = url.pathname.split('/').map(decodeURIComponent)
  if (edge !== 'leads') {
    const lead = state.leads.get(id)
    return lead ? { status: 200, body: ofGraph(lead) } : { status: 400, body: oauthFault(100) }
  }
  if (state.goneForms.has(id)) return { status: 400, body: oauthFault(100) }
  const [{ value = 0 } = {}] = JSON.parse(url.searchParams.get('filtering') ?? '[]') as { value?: number }[]
  const all = [...state.leads.values()]
    .filter(({ form, createdAt }) => form === id && createdAt > value)
    .sort((a, b) => b.createdAt - a.createdAt)
  const start = Number(url.searchParams.get('after') ?? 0)
  const end = start + Number(url.searchParams.get('limit') ?? 25)
  const next = new URL(url.pathname + url.search, state.nextOrigin ?? state.origin)
  next.searchParams.set('after', String(end))
  next.searchParams.set('access_token', metaToken)
  return {
    status: 200,
    body: {
      data: all.slice(start, end).map(ofGraph),
      paging: {
        cursors: { before: String(start), after: String(end) },
        ...(end < all.length && { next: next.href }),
      },
    },
  }
}

function ofGraph({ id, form, createdAt, fullName, email, phone, answers = {}, isTest }: StoredLead): object {
  const named = given({ full_name: isTest ? '<test lead: dummy data for full_name>' : fullName, email })
  return {
    id,
    created_time: new Date(createdAt * 1000).toISOString().replace('.000Z', '+0000'),
    ad_id: '23850000000000001',
    adset_id: '23850000000000002',
    campaign_id: '23850000000000003',
    campaign_name: 'Spring',
    form_id: form,
    is_organic: false,
    platform: 'ig',
    field_data: [...named, ...given({ phone_number: phone }), ...Object.entries(answers)].map(
      ([name, value]) => ({ name, values: [value].flat() }),
    ),
    custom_disclaimer_responses: [{ checkbox_key: 'newsletter', is_checked: '' }],
  }
}

function linkedinRest(state: State, url: URL): Answer {
  const [, , resource, id] = url.pathname.split('/').map(decodeURIComponent)
  if (resource === 'leadForms') return { status: 200, body: linkedinForm }
  if (id !== undefined) {
    const lead = state.leads.get(id)
    return lead ? { status: 200, body: ofLinkedin(lead) } : { status: 404, body: { status: 404 } }
  }
  const since = Number(/start:(\d+)/.exec(url.searchParams.get('submittedAtTimeRange') ?? '')?.[1] ?? 0)
  const start = Number(url.searchParams.get('start') ?? 0)
  const all = [...state.leads.values()].filter(({ createdAt }) => createdAt * 1000 >= since)
  const elements = all.slice(start, start + Number(url.searchParams.get('count') ?? 10)).map(ofLinkedin)
  return { status: 200, body: { elements, paging: { start, count: elements.length } } }
}

const linkedinForm = {
  id: 3162n,
  name: 'A form',
  content: {
    questions: [
      { questionId: 1n, predefinedField: 'FIRST_NAME', name: 'First name' },
      { questionId: 2n, predefinedField: 'LAST_NAME', name: 'Last name' },
      { questionId: 3n, predefinedField: 'EMAIL', name: 'Email' },
      { questionId: 4n, question: { localized: { en_US: 'Which color?' } }, name: 'color' },
    ],
  },
}

function ofLinkedin({
  id,
  createdAt,
  fullName = '',
  email,
  answers = {},
  isTest = false,
}: StoredLead): object {
  const [first, last] = fullName.split(' ')
  const texts = [first, last, email, answers.color]
  return {
    id,
    submittedAt: createdAt * 1000,
    testLead: isTest,
    versionedLeadGenFormUrn: 'urn:li:versionedLeadGenForm:(urn:li:leadGenForm:3162,1)',
    leadMetadata: {
      sponsoredLeadMetadata: {
        campaign: 'urn:li:sponsoredCampaign:123456',
        creative: 'urn:li:sponsoredCreative:789',
      },
    },
    formResponse: {
      answers: texts.flatMap((answer, index) =>
        answer ? [{ questionId: BigInt(index + 1), answerDetails: { textQuestionAnswer: { answer } } }] : [],
      ),
      consentResponses: [{ consentId: 21n, accepted: false }],
    },
  }
}
