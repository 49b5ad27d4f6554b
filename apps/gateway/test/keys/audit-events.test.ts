import type { AuditEvent } from '@intake/contracts/audit-events'
import { ListAuditEventsAnswer } from '@intake/contracts/audit-events'
import { createApiKey } from '@intake/leads/admin/create-api-key'
import { createCallLog } from '@intake/leads/audit/call-log'
import { newId } from '@intake/leads/ids/new-id'
import { makeWorkspace, type TestWorkspace } from '@intake/testing/make-workspace'
import { sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import { auditedRoutes } from '../../src/middleware/note-call.ts'
import { call, taken } from '../call.ts'
import { create, read } from '../create.ts'
import { useGateway } from '../use-gateway.ts'
import { nameOf, securedRoutes } from './secured-routes.ts'

const used = useGateway()
let workspace: TestWorkspace
beforeEach(async () => {
  workspace = await makeWorkspace(used.gateway.db)
})

/** What the auditor's key is shown, newest first. */
async function events(query = ''): Promise<AuditEvent[]> {
  await used.gateway.calls.flush()
  const answer = await taken(call(used.gateway, workspace.key, 'GET', `/audit-events${query}`))
  return ListAuditEventsAnswer.parse(answer).auditEvents
}

const send = (method: string, path: string, body?: unknown, headers?: Record<string, string>) =>
  call(used.gateway, workspace.key, method, path, body, headers)

async function keyId(key = workspace.key): Promise<string> {
  const prefix = key.split('_')[2] ?? ''
  const { id } = await used.gateway.db
    .selectFrom('api_keys')
    .select('id')
    .where('prefix', '=', prefix)
    .executeTakeFirstOrThrow()
  return id
}

test('every route says what the audit events hold of it', () => {
  expect(Object.keys(auditedRoutes).sort()).toEqual(securedRoutes.map(nameOf).sort())
})

describe('changes are on record with the key, the call and what was changed', () => {
  test('of sources', async () => {
    const made = await taken(send('POST', '/sources', { kind: 'google-ads', name: 'Search' }))
    const { source } = made as { source: { id: string } }
    const changes = { name: 'Brand', paused: true, secrets: { googleKey: 'a secret that nobody may read' } }
    await taken(send('PUT', `/sources/${source.id}`, changes, { 'x-request-id': 'the-change' }))
    await taken(send('DELETE', `/sources/${source.id}`))
    const found = await events(`?subjectType=source&subjectId=${source.id}`)
    expect(found.map(({ action, details }) => [action, details])).toEqual([
      ['source.deleted', {}],
      ['source.secrets_changed', { secrets: ['googleKey'] }],
      ['source.changed', { changed: ['name', 'paused'], paused: true }],
      ['source.created', { kind: 'google-ads', name: 'Search' }],
    ])
    expect(found[2]).toMatchObject({
      actor: { kind: 'key', id: await keyId(), name: 'live' },
      requestId: 'the-change',
    })
    expect(JSON.stringify(found)).not.toContain('nobody may read')
  })

  test('of webhook endpoints, with the host of an address and nothing more of it', async () => {
    const url = 'https://hooks.example.com/path-with-a-token'
    const made = await taken(send('POST', '/webhook-endpoints', { url, events: ['lead.created'] }))
    const { id } = (made as { webhookEndpoint: { id: string } }).webhookEndpoint
    await taken(send('PUT', `/webhook-endpoints/${id}`, { enabled: false }))
    await taken(send('POST', `/webhook-endpoints/${id}/rotate-secret`, {}))
    await taken(send('POST', `/webhook-endpoints/${id}/test`, {}))
    await taken(send('DELETE', `/webhook-endpoints/${id}`))
    const found = await events(`?subjectId=${id}`)
    expect(found.map(({ action }) => action)).toEqual([
      'webhook_endpoint.deleted',
      'webhook_endpoint.tested',
      'webhook_endpoint.secret_rotated',
      'webhook_endpoint.changed',
      'webhook_endpoint.created',
    ])
    expect(found.at(-1)?.details).toEqual({ host: 'hooks.example.com', events: ['lead.created'] })
    expect(JSON.stringify(found)).not.toContain('token')
  })

  test('of a lead that was deleted, once, however often it is deleted', async () => {
    const { lead } = await create(used.gateway, workspace.key)
    for (let times = 0; times < 2; times++) await taken(send('DELETE', `/leads/${lead.id}`))
    expect(await events(`?subjectId=${lead.id}`)).toMatchObject([{ action: 'lead.deleted' }])
  })

  test('of a lead that was restored, exported and erased', async () => {
    const { lead } = await create(used.gateway, workspace.key)
    await taken(send('DELETE', `/leads/${lead.id}`))
    await taken(send('POST', `/leads/${lead.id}/restore`, {}))
    await taken(send('GET', `/leads/${lead.id}/export`))
    for (let times = 0; times < 2; times++) await taken(send('POST', `/leads/${lead.id}/erase`, {}))
    const found = (await events(`?subjectId=${lead.id}`)).map(({ action }) => action)
    expect(found).toEqual(['lead.erased', 'lead.exported', 'lead.restored', 'lead.deleted'])
  })

  test('of submissions and sources that were replayed', async () => {
    const { source } = (await taken(send('POST', '/sources', { kind: 'json', name: 'CRM' }))) as {
      source: { id: string; path: string }
    }
    const sent = await used.gateway.app.request(source.path, { method: 'POST', body: '{"x":1}' })
    const { submissionId } = (await sent.json()) as { submissionId: string }
    const body = JSON.stringify({ firstName: 'Ada' })
    await taken(send('POST', `/submissions/${submissionId}/replay`, {}))
    await taken(send('PUT', `/submissions/${submissionId}`, { body }))
    await taken(send('POST', `/sources/${source.id}/replay`, {}))
    const actions = (await events(`?subjectId=${submissionId}`)).map(({ action }) => action)
    expect(actions).toEqual(['submission.mended', 'submission.replayed'])
    expect(await events(`?action=source.replayed`)).toMatchObject([{ subject: { id: source.id } }])
  })

  test('of imports that were received and cancelled', async () => {
    const file = { 'content-type': 'application/x-ndjson' }
    const made = await taken(send('POST', '/imports', '{"firstName":"Ada"}', file))
    const { id } = (made as { import: { id: string } }).import
    await taken(send('DELETE', `/imports/${id}`))
    await taken(send('DELETE', `/imports/${id}`))
    const found = await events(`?subjectId=${id}`)
    expect(found.map(({ action }) => action)).toEqual(['import.cancelled', 'import.created'])
  })

  test('of suppressions that were made, lifted and looked at, without the contact', async () => {
    const made = await taken(
      send('POST', '/suppressions', { suppressions: [{ email: 'marguerite@planted.example' }] }),
    )
    const [suppression] = (made as { suppressions: { id: string }[] }).suppressions
    const id = suppression?.id ?? ''
    await taken(send('GET', `/suppressions/${id}`))
    await taken(send('POST', `/suppressions/${id}/lift`, { reason: 'marguerite asked' }))
    const found = await events(`?subjectType=suppression&subjectId=${id}`)
    expect(found.map(({ action }) => action).sort()).toEqual([
      'suppression.created',
      'suppression.lifted',
      'suppression.read',
    ])
    expect(JSON.stringify(found)).not.toContain('marguerite')
  })

  test('and are not where the change was refused, or its answer only repeated', async () => {
    const refused = await send('PUT', `/sources/${newId()}`, { name: 'X' })
    expect(refused.status).toBe(404)
    const once = { 'idempotency-key': newId() }
    for (let times = 0; times < 2; times++)
      await taken(send('POST', '/sources', { kind: 'form', name: 'Form' }, once))
    expect((await events()).filter(({ action }) => action.startsWith('source.'))).toHaveLength(1)
  })
})

describe('an auditor asks', () => {
  test('who read lead X: each way of reading one lead names it, and a list says from where to where it went', async () => {
    const [older, newer] = [
      await create(used.gateway, workspace.key),
      await create(used.gateway, workspace.key),
    ]
    const { id } = older.lead
    const reader = await createApiKey(
      { db: used.gateway.db },
      { workspaceId: workspace.id, name: 'reader', scopes: ['leads:read'] },
    )
    const readBy = (path: string) => taken(call(used.gateway, reader.key, 'GET', path))
    for (const rest of ['', '', '/checklist', '/action-logs', '/documents'])
      await readBy(`/leads/${id}${rest}`)
    await readBy('/leads?limit=2')
    expect(await events(`?action=lead.read&subjectType=lead&subjectId=${id.toUpperCase()}`)).toMatchObject([
      { actor: { kind: 'key', id: reader.id, name: 'reader' }, details: { calls: 5 } },
    ])
    expect(await events('?action=leads.listed')).toMatchObject([
      { actor: { id: reader.id }, details: { leads: 2, newest: newer.lead.id, oldest: id, calls: 1 } },
    ])
  })

  test('which key made it: the first entry of the timeline says so', async () => {
    const { lead, actionLogs } = await create(used.gateway, workspace.key)
    expect(actionLogs[0]?.input).toMatchObject({ keyId: await keyId() })
    await taken(send('PUT', `/leads/${lead.id}`, { lastName: 'Byron' }))
    const answer = await read(used.gateway, workspace.key, lead.id)
    for (const { input } of answer.actionLogs) expect(input).toMatchObject({ keyId: await keyId() })
  })

  test('what key K did between two times', async () => {
    const id = await keyId()
    const before = new Date(Date.now() - 60_000).toISOString()
    const { lead } = await create(used.gateway, workspace.key)
    await create(used.gateway, workspace.key)
    await send('POST', '/leads/batch', { leads: [{ firstName: 'Ada' }] })
    await taken(send('PUT', '/leads', { leadId: lead.id, lastName: 'Byron' }))
    await taken(send('POST', '/activity', { leadId: lead.id, eventType: 'call', title: 'Called' }))
    const after = new Date(Date.now() + 60_000).toISOString()
    const found = await events(`?actor=${id}&since=${before}&until=${after}`)
    expect(found.map(({ action, subject, details }) => [action, subject.id, details.calls]).sort()).toEqual([
      ['lead.changed', lead.id, 2],
      ['leads.submitted', workspace.id, 3],
    ])
    expect(await events(`?actor=${id}&until=${before}`)).toEqual([])
    expect(await events(`?actor=${id}&since=${after}`)).toEqual([])
  })
})

test('what was refused is no read', async () => {
  const { lead } = await create(used.gateway, workspace.key)
  const other = await makeWorkspace(used.gateway.db)
  expect((await used.gateway.get(other.key, lead.id)).status).toBe(404)
  await used.gateway.calls.flush()
  const rows = await used.gateway.db
    .selectFrom('audit_events')
    .selectAll()
    .where('subject_id', '=', lead.id)
    .execute()
  expect(rows).toEqual([])
})

test('pages follow one another, newest first', async () => {
  for (const name of ['one', 'two', 'three']) await taken(send('POST', '/sources', { kind: 'form', name }))
  const names: unknown[] = []
  for (let path: string | null = '/audit-events?action=source.created&limit=1'; path !== null; ) {
    const response = await call(used.gateway, workspace.key, 'GET', path)
    const { auditEvents } = ListAuditEventsAnswer.parse(await response.json())
    names.push(...auditEvents.map(({ details }) => details.name))
    const next: string | undefined = response.headers.get('link')?.match(/<\/api\/v1(.*)>/)?.[1]
    path = next ?? null
  }
  expect(names).toEqual(['three', 'two', 'one'])
})

test('neither contacts nor keys nor bodies get into the table', async () => {
  const { lead } = await create(used.gateway, workspace.key, {
    firstName: 'Marguerite',
    email: 'marguerite@planted.example',
    phoneNumber: '+12125550177',
  })
  await taken(send('POST', '/leads/check', { email: 'marguerite@planted.example' }))
  await taken(
    send('GET', `/leads?email=marguerite@planted.example&phoneNumber=${encodeURIComponent('+12125550177')}`),
  )
  await taken(send('GET', `/leads/${lead.id}`))
  await used.gateway.calls.flush()
  const { rows } = await sql<{ text: string }>`
    select audit_events::text as text from audit_events where workspace_id = ${workspace.id}`.execute(
    used.gateway.db,
  )
  const text = rows.map((row) => row.text).join('\n')
  expect(text).toContain('lead.read')
  for (const planted of ['arguerite', 'planted', '5550177', workspace.key.slice(-20)])
    expect(text).not.toContain(planted)
})

describe('calls that are noted', () => {
  const noted = (subjectId = newId()) => ({
    workspaceId: workspace.id,
    action: 'lead.read' as const,
    subject: { type: 'lead' as const, id: subjectId },
    actor: { kind: 'key' as const, id: 'K' },
  })
  const stored = () =>
    used.gateway.db
      .selectFrom('audit_events')
      .selectAll()
      .where('actor', '=', 'K')
      .where('workspace_id', '=', workspace.id)
      .execute()

  test('wait while Postgres can’t take them, and are written once', async () => {
    let isAway = true
    const errors: unknown[] = []
    const db = new Proxy(used.gateway.db, {
      get: (target, member) => {
        if (isAway && member === 'insertInto') throw new Error('away')
        const value = Reflect.get(target, member)
        return typeof value === 'function' ? value.bind(target) : value
      },
    })
    const log = createCallLog(db, { everyMs: 3_600_000, onError: (error) => void errors.push(error) })
    for (let leads = 0; leads < 700; leads++) log.note(noted())
    await log.flush()
    expect(errors).toHaveLength(1)
    expect(await stored()).toHaveLength(0)
    isAway = false
    log.note(noted())
    await log.close()
    expect(await stored()).toHaveLength(701)
  })

  test('are told of where too many wait', async () => {
    const lost: number[] = []
    const log = createCallLog(used.gateway.db, {
      everyMs: 3_600_000,
      maxPending: 3,
      onLost: (calls) => void lost.push(calls),
    })
    for (let leads = 0; leads < 5; leads++) log.note(noted())
    await log.close()
    expect(lost).toEqual([2])
    expect(await stored()).toHaveLength(3)
  })
})
