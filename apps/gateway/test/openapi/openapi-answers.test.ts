import { randomUUID } from 'node:crypto'
import type { ErrorCode } from '@intake/contracts/app-error'
import type { Db } from '@intake/database/create-database'
import { createApiKey } from '@intake/leads/admin/create-api-key'
import { hasScope, scopes } from '@intake/leads/workspace/caller'
import { makeWorkspace } from '@intake/testing/make-workspace'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ZodType } from 'zod'
import type { Operation } from '../../src/openapi/operation.ts'
import { errorsOf } from '../../src/openapi/operation-object.ts'
import { operations } from '../../src/openapi/operations.ts'
import { create } from '../create.ts'
import { makeForm } from '../documents/make-form.ts'
import { expectProblem } from '../expect-problem.ts'
import { contentOf, nameOf, type SecuredRoute, securedRoutes } from '../keys/secured-routes.ts'
import { makeGateway, type TestGateway } from '../make-gateway.ts'
import { useGateway } from '../use-gateway.ts'
import { expectDocumented } from './expect-documented.ts'

const used = useGateway()
const faulty = {} as Record<'limited' | 'full' | 'away' | 'broken' | 'hasty', TestGateway>

beforeAll(async () => {
  const sharing = used.gateway
  faulty.limited = await makeGateway({ sharing, defaultRateLimit: { perSecond: 0.001, burst: 1 } })
  faulty.full = await makeGateway({ sharing, bounds: { maxRequests: 0, maxBytes: 1, maxUploads: 0 } })
  faulty.hasty = await makeGateway({ sharing, bodyTimeoutMs: 50 })
  // Nothing listens there.
  faulty.away = await makeGateway({ sharing: { databaseUrl: 'postgres://nobody:none@127.0.0.1:1/none' } })
  faulty.broken = await makeGateway()
  await sql`alter table api_keys rename to mislaid`.execute(faulty.broken.db)
})
afterAll(() => Promise.all(Object.values(faulty).map((gateway) => gateway.close())))

interface Call {
  gateway?: TestGateway
  key?: string | null
  leadId?: string
  query?: string
  body?: unknown
  /** Of the file in a form. */
  fileBytes?: number
  headers?: Record<string, string>
}

/** Calls a route for a lead that is there, but for what is said otherwise. */
async function send(route: SecuredRoute, call: Call = {}): Promise<Response> {
  const { gateway = used.gateway, key = used.workspace.key, query = '', headers = {} } = call
  const leadId = call.leadId ?? (await create(used.gateway, used.workspace.key)).lead.id
  await route.prepare?.(used.gateway, leadId)
  const largeForm =
    call.fileBytes && route.form ? makeForm({ leadId, files: ['x'.repeat(call.fileBytes)] }) : undefined
  return gateway.app.request(route.path(leadId) + query, {
    method: route.method,
    ...contentOf(route, leadId, call.body ?? largeForm, { ...(key ? { 'x-api-key': key } : {}), ...headers }),
  })
}

/** A call with this key that is still running, until the transaction ends. */
function claim(trx: Db, route: string, key: string) {
  const values = {
    workspace_id: used.workspace.id,
    route: route.replace(/:(\w+)/g, '{$1}'),
    key,
    fingerprint: Buffer.alloc(32),
    status: 200,
    body: '',
    expires_at: new Date(Date.now() + 60_000),
  }
  return trx.insertInto('idempotency_keys').values(values).execute()
}

/** A query with a value that one of its parameters can't have. */
function wrongQuery(query: Operation['query']): string {
  const wrong = 'x'.repeat(5000)
  const [name] =
    Object.entries(query?.shape ?? {}).find(([, schema]) => !(schema as ZodType).safeParse(wrong).success) ??
    []
  return `?${name}=${wrong}`
}

/** How each refusal is met, on whichever route. */
const provoke: Record<ErrorCode, (route: SecuredRoute, operation: Operation) => Promise<Response>> = {
  invalid_request: (route, { body, query }) =>
    send(route, body && !route.contentType ? { body: '[]' } : { query: wrongQuery(query) }),
  invalid_json: (route) => send(route, { body: '{' }),
  unauthorized: (route) => send(route, { key: null }),
  async forbidden(route) {
    const others = scopes.filter((scope) => !hasScope({ scopes: [scope] }, route.scope))
    const workspaceId = used.workspace.id
    const { key } = await createApiKey(
      { db: used.gateway.db },
      { workspaceId, name: 'scoped', scopes: others },
    )
    return send(route, { key })
  },
  not_found: (route) => send(route, { leadId: '0198c0de-0000-7000-8000-000000000000' }),
  method_not_allowed: () =>
    Promise.reject(new Error('no operation of the document has a method that its address lacks')),
  async duplicate_lead(route) {
    const body = { firstName: 'Ada', email: `${randomUUID()}@example.com` }
    await create(used.gateway, used.workspace.key, body)
    return send(route, { body, headers: { 'intake-duplicate-policy': 'reject' } })
  },
  async opted_out(route) {
    const { lead } = await create(used.gateway, used.workspace.key, { firstName: 'Ada', didOptOut: true })
    const messages = [{ channel: 'sms', body: 'Hello' }]
    const type = route.method === 'POST' ? { type: 'FOLLOW_UP_MESSAGE' } : {}
    // What the route for a change finds, in place of its usual entry.
    await sql`insert into action_logs (workspace_id, lead_id, id, type, status, created_at)
      values (${used.workspace.id}, ${lead.id}, ${lead.id}, 'FOLLOW_UP_MESSAGE', 'AWAITING_APPROVAL', now())`.execute(
      used.gateway.db,
    )
    return send(route, { leadId: lead.id, body: { ...type, status: 'PENDING', messages } })
  },
  async idempotency_key_in_use(route, { id }) {
    const headers = { 'idempotency-key': randomUUID() }
    return used.gateway.db.transaction().execute(async (trx) => {
      if (id !== 'createLead') {
        await claim(trx, nameOf(route), headers['idempotency-key'])
        return send(route, { headers })
      }
      // The calls of a create with one key queue up, and only so many may.
      await sql`lock table leads in access exclusive mode`.execute(trx)
      const leadId = '0198c0de-0000-7000-8000-000000000000'
      const calls = Array.from({ length: 230 }, () => send(route, { leadId, headers }))
      return Promise.any(
        calls.map(async (call) => {
          const response = await call
          if (response.status !== 409) throw new Error('was taken')
          return response
        }),
      )
    })
  },
  async idempotency_key_reused(route) {
    const headers = { 'idempotency-key': randomUUID() }
    const { lead } = await create(used.gateway, used.workspace.key)
    await expectDocumented(nameOf(route), await send(route, { leadId: lead.id, headers }))
    return send(route, {
      leadId: lead.id,
      headers,
      fileBytes: 1000,
      body: route.body && { ...(route.body(lead.id) as object), other: true },
    })
  },
  payload_too_large: (route) =>
    send(route, {
      body: route.form ? undefined : 'x'.repeat(2_000_001),
      fileBytes: 1_000_001,
    }),
  request_timeout: (route) => send(route, { gateway: faulty.hasty, body: new ReadableStream() }),
  unsupported_media_type: (route) => send(route, { headers: { 'content-type': 'text/plain' } }),
  async rate_limited(route) {
    const { key } = await makeWorkspace(used.gateway.db)
    const first = await send(route, { gateway: faulty.limited, key })
    // What is left of the limit is told before it is used up.
    expect(first.headers.get('ratelimit')).toMatch(/^"default";r=0;t=\d+$/)
    await expectDocumented(nameOf(route), first)
    return send(route, { gateway: faulty.limited, key })
  },
  internal_error: (route) => send(route, { gateway: faulty.broken }),
  overloaded: (route) => send(route, { gateway: faulty.full }),
  unavailable: (route) => send(route, { gateway: faulty.away }),
}

const routes = operations.map((operation) => {
  const route = securedRoutes.find(
    (one) => nameOf(one) === `${operation.method.toUpperCase()} ${operation.path}`,
  )
  if (!route) throw new Error(`${operation.id} has no entry in secured-routes.ts`)
  return { id: operation.id, operation, route }
})

describe.each(routes)('$id answers as documented', ({ operation, route }) => {
  test('when all is well', async () => {
    const response = await send(route)
    expect(response.status).toBe(operation.status ?? 200)
    await expectDocumented(nameOf(route), response)
  })

  test.each(errorsOf(operation))('with %s', async (code) => {
    const response = await provoke[code](route, operation)
    await expectDocumented(nameOf(route), response.clone())
    const { status } = response
    await expectProblem(response, status, code)
  })

  if (operation.minimal)
    test('when it is replayed, and with return=minimal', async () => {
      const { lead } = await create(used.gateway, used.workspace.key)
      const headers = { 'idempotency-key': randomUUID(), prefer: 'return=minimal' }
      const body = route.body?.(lead.id)
      const first = await send(route, { leadId: lead.id, headers, body })
      expect(first.headers.get('preference-applied')).toBe('return=minimal')
      await expectDocumented(nameOf(route), first)
      const again = await send(route, { leadId: lead.id, headers, body })
      expect(again.headers.get('idempotent-replayed')).toBe('true')
      await expectDocumented(nameOf(route), again)
    })

  if (operation.paged)
    test('with a next page', async () => {
      const { lead } = await create(used.gateway, used.workspace.key)
      await create(used.gateway, used.workspace.key)
      for (const title of ['One', 'Two'])
        await used.gateway.app.request('/api/v1/activity', {
          method: 'POST',
          headers: { 'x-api-key': used.workspace.key, 'content-type': 'application/json' },
          body: JSON.stringify({ leadId: lead.id, eventType: 'call', title }),
        })
      const response = await send(route, { leadId: lead.id, query: '?limit=1' })
      expect(response.headers.get('link')).toContain('rel="next"')
      await expectDocumented(nameOf(route), response)
    })
})
