import { createApiKey } from '@intake/leads/admin/create-api-key'
import { revokeApiKey } from '@intake/leads/admin/revoke-api-key'
import { hasScope, type Scope, scopes } from '@intake/leads/workspace/caller'
import { createMetrics } from '@intake/metrics/create-metrics'
import { createHttpMetrics } from '@intake/metrics/http-metrics'
import { createLogger } from '@intake/runtime/logger'
import { makeWorkspace, type TestWorkspace } from '@intake/testing/make-workspace'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeGateway, type TestGateway } from '../make-gateway.ts'
import { keyWith } from './key-with.ts'
import { type Marker, markersIn, plant, prepareMarked } from './plant.ts'
import {
  contentOf,
  missingRoutes,
  nameOf,
  type Probe,
  type SecuredRoute,
  securedRoutes,
} from './secured-routes.ts'

interface Kind {
  key: string | null
  /** The markers that it may be shown, in an answer only. */
  sees: readonly Marker[]
  /** Null for one that is refused whatever it calls. */
  scopes: readonly Scope[] | null
  isTest?: boolean
  isForeign?: boolean
  /** The page that it stands in. */
  origin?: string
}

const logged: string[] = []
const metrics = createMetrics(() => undefined)
let gateway: TestGateway
let workspace: TestWorkspace
let full: Kind
let kinds: Record<string, Kind>
beforeAll(async () => {
  const destination = { write: (line: string) => void logged.push(line) }
  gateway = await makeGateway({
    logger: createLogger({ name: 'gateway', level: 'trace', destination }),
    metrics: createHttpMetrics(metrics),
  })
  const { db } = gateway
  workspace = await makeWorkspace(db)
  const workspaceId = workspace.id
  const alone = async (scope: Scope, sees: Marker[], isTest = false): Promise<Kind> => {
    const key = await keyWith(db, workspaceId, [scope], { isTest })
    return { key, sees, scopes: [scope], isTest }
  }
  const revoked = await createApiKey({ db }, { workspaceId, name: 'revoked', scopes })
  await revokeApiKey({ db }, { workspaceId, key: revoked.id })
  const origin = 'https://shop.example'
  const published = await createApiKey(
    { db },
    { workspaceId, name: 'page', publishTo: [origin], rateLimit: 100_000 },
  )
  const past = new Date(Date.now() - 1)
  const expired = await createApiKey({ db }, { workspaceId, name: 'old', scopes, expiresAt: past })
  const other = await makeWorkspace(db)
  full = { key: workspace.key, sees: ['live', 'test', 'endpoint'], scopes }
  const refused = { sees: [], scopes: null }
  kinds = {
    'no key': { key: null, ...refused },
    'a bad key': { key: `${workspace.key.slice(0, -4)}AAAA`, ...refused },
    'a revoked key': { key: revoked.key, ...refused },
    'an expired key': { key: expired.key, ...refused },
    'leads:read alone': await alone('leads:read', ['live', 'test']),
    'leads:write alone': await alone('leads:write', []),
    'leads:submit alone': await alone('leads:submit', []),
    'webhooks:manage alone': await alone('webhooks:manage', ['endpoint']),
    'sources:manage alone': await alone('sources:manage', ['endpoint']),
    'privacy:manage alone': await alone('privacy:manage', ['live', 'test']),
    'leads:erase alone': await alone('leads:erase', []),
    'audit:read alone': await alone('audit:read', []),
    'a test key': { key: workspace.testKey, sees: ['test', 'endpoint'], scopes, isTest: true },
    'leads:read of a test key': await alone('leads:read', ['test'], true),
    'leads:write of a test key': await alone('leads:write', [], true),
    'leads:submit of a test key': await alone('leads:submit', [], true),
    'sources:manage of a test key': await alone('sources:manage', ['endpoint'], true),
    'privacy:manage of a test key': await alone('privacy:manage', ['test'], true),
    'leads:erase of a test key': await alone('leads:erase', [], true),
    'audit:read of a test key': await alone('audit:read', [], true),
    'a publishable key': { key: published.key, sees: [], scopes: ['leads:submit'], origin },
    'a publishable key in another page': {
      key: published.key,
      sees: [],
      scopes: [],
      origin: 'https://other.example',
    },
    'webhooks:manage of a test key': await alone('webhooks:manage', ['endpoint'], true),
    'another workspace': { key: other.key, sees: ['other'], scopes, isForeign: true },
    'a test key of another workspace': {
      key: other.testKey,
      sees: [],
      scopes,
      isTest: true,
      isForeign: true,
    },
  }
  await plant(gateway, other.key, 'other')
})
afterAll(() => gateway.close())

test('each scope stands alone in the suite, and each route is in its table', () => {
  for (const scope of scopes) expect(kinds).toHaveProperty([`${scope} alone`])
  expect(missingRoutes(gateway.app)).toEqual([])
})

/** Everything that an answer tells: status, headers, body. */
async function told(response: Response): Promise<{ status: number; text: string }> {
  const headers = [...response.headers].map((header) => header.join(': ')).join('\n')
  return { status: response.status, text: `${headers}\n\n${await response.text()}` }
}

async function send(route: SecuredRoute, leadId: string, probe: Probe, { key, origin }: Kind, headers = {}) {
  const content = contentOf(route, leadId, probe.body, {
    ...(key === null ? {} : { 'x-api-key': key }),
    ...(origin === undefined ? {} : { origin }),
    ...probe.headers,
    ...headers,
  })
  return told(
    await gateway.app.request(probe.path ?? route.path(leadId), { method: route.method, ...content }),
  )
}

/** What a call must be refused with, as far as key and route alone tell. */
function refusalOf(route: SecuredRoute, kind: Kind, target: 'live' | 'test'): number | null {
  if (kind.scopes === null) return 401
  const needed = [route.scope, ...(route.besides ? [route.besides] : [])]
  if (!needed.every((scope) => hasScope({ scopes: kind.scopes ?? [] }, scope))) return 403
  if (route.liveOnly && kind.isTest) return 403
  const isUnknown = kind.isForeign || (kind.isTest && target === 'live' && !ofWebhooks(route))
  return route.namesLead && isUnknown ? 404 : null
}

/** Endpoints and sources belong to neither kind of leads. */
const ofWebhooks = (route: SecuredRoute) => /webhook|\/sources/.test(route.pattern)

/** With the body that each of its calls has: some make another one each time. */
function probesOf(route: SecuredRoute, planted: Awaited<ReturnType<typeof plant>>): Probe[] {
  const probes = route.probes?.(planted) ?? [{}]
  return probes.map((probe) => ({ ...probe, body: probe.body ?? route.body?.(planted.leadId) }))
}

describe.each(securedRoutes.map((route) => [nameOf(route), route] as const))('%s', (_name, route) => {
  test.each(['live', 'test'] as const)('tells of a %s lead only who may see it', async (target) => {
    const planted = await plant(gateway, target === 'test' ? workspace.testKey : workspace.key, target)
    await prepareMarked(gateway, route, planted, target)
    const { leadId } = planted
    const probes = probesOf(route, planted)
    const repeats = route.body !== undefined || route.form !== undefined
    const replay = (index: number) => (repeats ? { 'idempotency-key': `${leadId} ${index}` } : {})
    let shown = ''
    const askAll = async (name: string, kind: Kind) => {
      for (const [index, probe] of probes.entries())
        for (const headers of repeats ? [replay(index), {}] : [{}]) {
          const { status, text } = await send(route, leadId, probe, kind, headers)
          const refusal = refusalOf(route, kind, target)
          const what = `${name}, ${JSON.stringify({ ...probe, ...headers })}: ${text}`
          if (refusal === null) expect(status, what).not.toBe(500)
          else expect(status, what).toBe(refusal)
          expect(
            markersIn(text).filter((marker) => !kind.sees.includes(marker)),
            what,
          ).toEqual([])
          // An address to download from is as good as the document.
          if (!kind.scopes?.includes('leads:read')) expect(text, what).not.toContain('/files/')
          if (kind === full) shown += text
        }
    }
    // First, so that the others can ask for the answers that are stored for it; but what it deletes would be gone.
    if (route.method !== 'DELETE') await askAll('a full key', full)
    for (const [name, kind] of Object.entries(kinds)) await askAll(name, kind)
    if (route.method === 'DELETE') await askAll('a full key', full)
    // Unless there is something to be seen, nothing is shown by not seeing it.
    if (target === 'live' && !route.tellsNothing) expect(markersIn(shown)).not.toEqual([])
  })
})

test('no log line and no metric holds a marker or a key', async () => {
  expect(logged.length).toBeGreaterThan(1000)
  const keys = [full, ...Object.values(kinds)].flatMap(({ key }) => key?.slice(-43) ?? [])
  for (const text of [logged.join(''), await metrics.scrape()]) {
    expect(markersIn(text)).toEqual([])
    for (const secret of keys) expect(text).not.toContain(secret)
  }
})
