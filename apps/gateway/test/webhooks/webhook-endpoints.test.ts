import { WebhookPayload } from '@intake/contracts/webhook-events'
import {
  ListWebhookDeliveriesAnswer,
  ListWebhookEndpointsAnswer,
  WebhookDeliveryAnswer,
  WebhookEndpointAnswer,
  WebhookSecretAnswer,
} from '@intake/contracts/webhooks'
import { makeWorkspace, type TestWorkspace } from '@intake/testing/make-workspace'
import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { call, taken, update } from '../call.ts'
import { create } from '../create.ts'
import { expectInvalid, expectProblem } from '../expect-problem.ts'
import { useGateway } from '../use-gateway.ts'

const used = useGateway()
let workspace: TestWorkspace
beforeEach(async () => {
  workspace = await makeWorkspace(used.gateway.db)
})
const send = (method: string, path: string, body?: unknown, headers = {}) =>
  call(used.gateway, workspace.key, method, path, body, headers)
const success = (answer: unknown) => {
  const { success, ...rest } = answer as { success: true }
  expect(success).toBe(true)
  return rest
}
async function makeEndpoint(body: Record<string, unknown> = {}) {
  const answer = success(
    await taken(send('POST', '/webhook-endpoints', { url: 'https://example.com/h', ...body })),
  )
  return WebhookSecretAnswer.parse(answer)
}
/** What was recorded in the workspace, in order, held against the contract. */
async function recorded(workspaceId = workspace.id) {
  const rows = await used.gateway.db
    .selectFrom('webhook_deliveries')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .orderBy('ord')
    .execute()
  return rows.map(({ payload, event, lead_id }) => {
    const parsed = WebhookPayload.parse(payload)
    expect(parsed).toEqual(payload)
    expect(parsed.event).toBe(event)
    return { event, leadId: lead_id, data: parsed.data as Record<string, unknown> }
  })
}
const events = async () => (await recorded()).map(({ event }) => event)

test('an endpoint is made, read, changed, rotated and deleted; its secret is told when it is made', async () => {
  const { webhookEndpoint, secret } = await makeEndpoint({ events: ['lead.created', 'lead.created'] })
  const path = `/webhook-endpoints/${webhookEndpoint.id}`
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
  expect(webhookEndpoint).toMatchObject({ status: 'ENABLED', events: ['lead.created'], description: null })
  expect(WebhookEndpointAnswer.parse(await taken(send('GET', path)))).toEqual({ webhookEndpoint })
  const list = ListWebhookEndpointsAnswer.parse(await taken(send('GET', '/webhook-endpoints')))
  expect(list).toEqual({ webhookEndpoints: [webhookEndpoint] })

  const off = await taken(send('PUT', path, { enabled: false, description: 'CRM', events: ['lead.updated'] }))
  expect(success(off)).toMatchObject({
    webhookEndpoint: { status: 'DISABLED', disabledReason: 'disabled by hand', description: 'CRM' },
  })
  await create(used.gateway, workspace.key)
  expect(await events()).toEqual([])
  expect(success(await taken(send('PUT', path, { enabled: true, description: null })))).toMatchObject({
    webhookEndpoint: { status: 'ENABLED', disabledReason: null, description: null, events: ['lead.updated'] },
  })
  const rotated = WebhookSecretAnswer.parse(success(await taken(send('POST', `${path}/rotate-secret`, {}))))
  expect(rotated.secret).not.toBe(secret)
  expect(rotated.webhookEndpoint.oldSecretUntil).not.toBeNull()
  expect(JSON.stringify(await taken(send('GET', path)))).not.toContain('whsec_')

  expect(success(await taken(send('DELETE', path)))).toEqual({ webhookEndpoint: { id: webhookEndpoint.id } })
  for (const [method, rest] of [
    ['GET', ''],
    ['DELETE', ''],
    ['GET', '/deliveries'],
  ] as const)
    await expectProblem(await send(method, path + rest), 404, 'not_found')
  expect(await taken(send('GET', '/webhook-endpoints'))).toEqual({ webhookEndpoints: [] })
})

test('the same idempotency key makes one endpoint and answers the same; nowhere is its secret stored as it is', async () => {
  const key = { 'idempotency-key': 'one' }
  const one = await taken(send('POST', '/webhook-endpoints', { url: 'https://example.com' }, key))
  expect(await taken(send('POST', '/webhook-endpoints', { url: 'https://example.com' }, key))).toEqual(one)
  const { webhookEndpoints } = ListWebhookEndpointsAnswer.parse(
    await taken(send('GET', '/webhook-endpoints')),
  )
  expect(webhookEndpoints).toHaveLength(1)
  const path = `/webhook-endpoints/${webhookEndpoints[0]?.id}/rotate-secret`
  const rotated = await taken(send('POST', path, {}, key))
  expect(await taken(send('POST', path, {}, key))).toEqual(rotated)
  const { rows: stored } = await sql`select to_jsonb(e) || to_jsonb(k) as row
    from webhook_endpoints e join idempotency_keys k using (workspace_id) where workspace_id = ${workspace.id}`.execute(
    used.gateway.db,
  )
  expect(stored).toHaveLength(2)
  for (const { secret } of [one, rotated] as { secret: string }[]) {
    expect(secret).toMatch(/^whsec_/)
    expect(JSON.stringify(stored)).not.toContain(secret)
  }
})

test.each([
  'http://example.com',
  'ftp://example.com',
  'nonsense',
  'https://user:secret@example.com',
  'https://127.0.0.1',
  'https://2130706433/',
  'https://0x7f.1/',
  'https://10.1.2.3',
  'https://169.254.169.254/latest',
  'https://[::1]',
  'https://[::ffff:10.0.0.1]',
  'https://[64:ff9b::7f00:1]',
  'https://[fd00:ec2::254]',
  'https://localhost',
  'https://a.localhost.',
])('an endpoint at %s is refused', async (url) => {
  await expectInvalid(await send('POST', '/webhook-endpoints', { url }), '/url')
})

test('a test key manages nothing, an unknown event is refused, and a workspace has so many endpoints', async () => {
  const body = { url: 'https://example.com' }
  const refused = await call(used.gateway, workspace.testKey, 'POST', '/webhook-endpoints', body)
  await expectProblem(refused, 403, 'forbidden')
  await expectInvalid(await send('POST', '/webhook-endpoints', { ...body, events: ['x'] }), '/events/0')
  for (let number = 0; number < 20; number++) await makeEndpoint()
  await expectProblem(await send('POST', '/webhook-endpoints', body), 400, 'invalid_request')
})

test('each cause records its event once for each endpoint that is subscribed, and announces the lead', async () => {
  await makeEndpoint()
  await makeEndpoint({ events: ['lead.completed'] })
  const { lead } = await create(used.gateway, workspace.key, {
    phoneNumber: '6782319992',
    externalLeadId: 'crm-1',
  })
  expect(await recorded()).toMatchObject([
    {
      event: 'lead.created',
      leadId: lead.id,
      data: { leadId: lead.id, externalId: 'crm-1', phoneNumber: '+16782319992', email: null, source: 'api' },
    },
  ])
  const outbox = await used.gateway.db
    .selectFrom('outbox')
    .select(['topic', 'lead_ids'])
    .where('workspace_id', '=', workspace.id)
    .where('topic', '=', 'webhook.due')
    .execute()
  expect(outbox).toEqual([{ topic: 'webhook.due', lead_ids: [lead.id] }])

  await update(used.gateway, workspace.key, lead.id, { lastName: 'Byron', tags: ['VIP'] })
  await update(used.gateway, workspace.key, lead.id, { lastName: 'Byron', tags: ['vip'] })
  await update(used.gateway, workspace.key, lead.id, { externalLeadId: 'crm-2' })
  expect((await recorded()).slice(1)).toEqual([
    {
      event: 'lead.updated',
      leadId: lead.id,
      data: { leadId: lead.id, externalId: 'crm-1', lastName: 'Byron', tags: ['VIP'] },
    },
    { event: 'lead.updated', leadId: lead.id, data: { leadId: lead.id, externalId: 'crm-2' } },
  ])
  for (const status of ['COMPLETED', 'IN_PROGRESS', 'COMPLETED'])
    await update(used.gateway, workspace.key, lead.id, { status })
  const told = (await recorded()).slice(3)
  const names = told.map(({ event }) => event)
  expect(names.filter((event) => event === 'lead.completed')).toHaveLength(2)
  expect(names.slice(0, 3)).toEqual(['lead.updated', 'lead.completed', 'lead.completed'])
  expect(told[1]?.data.checklistItems).toContainEqual(
    expect.objectContaining({ checklistItemCode: 'tax_id', status: 'SKIPPED', value: null }),
  )
})

test('a lead that is created complete, one that is merged, and action logs tell so', async () => {
  const items = ['business_name', 'tax_id', 'bank_statements'].map((code) => ({ code, status: 'COMPLETED' }))
  await makeEndpoint()
  const { lead } = await create(used.gateway, workspace.key, {
    email: 'ada@example.com',
    checklistItems: items,
  })
  expect(await events()).toEqual(['lead.created', 'lead.completed'])
  const merge = { 'intake-duplicate-policy': 'merge' }
  const more = { email: 'ada@example.com', lastName: 'Byron', tags: ['VIP'] }
  expect((await used.gateway.post(workspace.key, { firstName: 'Ada', ...more }, merge)).status).toBe(200)
  const fresh = { firstName: 'Ada', email: 'new@example.com' }
  expect((await used.gateway.post(workspace.key, fresh, merge)).status).toBe(200)
  expect((await recorded()).slice(2)).toMatchObject([
    { event: 'lead.updated', data: { leadId: lead.id, externalId: null, lastName: 'Byron', tags: ['VIP'] } },
    { event: 'lead.created', data: { email: 'new@example.com' } },
  ])
  const logs = `/leads/${lead.id}/action-logs`
  await taken(send('POST', logs, { type: 'SYSTEM_NOTE', summary: 'Noted' }))
  const answer = await taken(send('POST', logs, { type: 'TOOL_CALL', status: 'PENDING' }))
  const { id } = (answer as { actionLog: { id: string } }).actionLog
  await taken(send('PUT', `${logs}/${id}`, { summary: 'Trying' }))
  await taken(send('PUT', `${logs}/${id}`, { status: 'FAILED', error: 'no answer' }))
  expect((await recorded()).slice(4)).toMatchObject([
    { event: 'action_log.completed', data: { type: 'SYSTEM_NOTE', summary: 'Noted' } },
    { event: 'action_log.failed', data: { actionLogId: id, status: 'FAILED', error: 'no answer' } },
  ])
})

test('nothing is recorded for test leads, for a workspace without endpoints, or for refused calls', async () => {
  await makeEndpoint()
  const { lead } = await create(used.gateway, workspace.testKey, { email: 'a@example.com' })
  await update(used.gateway, workspace.testKey, lead.id, { status: 'COMPLETED', lastName: 'X' })
  await used.gateway.post(workspace.key, { firstName: '' })
  expect(await events()).toEqual([])
  const other = await makeWorkspace(used.gateway.db)
  await create(used.gateway, other.key)
  expect(await recorded(other.id)).toEqual([])
  const topics = await used.gateway.db
    .selectFrom('outbox')
    .select('topic')
    .where('workspace_id', '=', other.id)
    .execute()
  expect(topics).toEqual([{ topic: 'lead.written' }])
})

test('deliveries are listed by pages and filters, tested and replayed, without their payloads', async () => {
  const { webhookEndpoint } = await makeEndpoint({ events: ['lead.created'] })
  const path = `/webhook-endpoints/${webhookEndpoint.id}`
  for (const firstName of ['Ada', 'Bob', 'Cy']) await create(used.gateway, workspace.key, { firstName })
  const tested = WebhookDeliveryAnswer.parse(success(await taken(send('POST', `${path}/test`, {}))))
  expect(tested.webhookDelivery).toMatchObject({ event: 'webhook.test', status: 'PENDING', leadId: null })
  const list = async (query: string) =>
    ListWebhookDeliveriesAnswer.parse(await taken(send('GET', `${path}/deliveries${query}`)))
  const first = await list('?limit=2&event=lead.created')
  const second = await list(`?limit=2&event=lead.created&cursor=${first.nextCursor}`)
  expect([...first.webhookDeliveries, ...second.webhookDeliveries]).toHaveLength(3)
  expect(second.nextCursor).toBeNull()
  expect(JSON.stringify([first, second])).not.toContain('Bob')
  await expectInvalid(await send('GET', `${path}/deliveries?cursor=${first.nextCursor}`), '/cursor')
  expect((await list('?status=FAILED')).webhookDeliveries).toEqual([])

  const id = second.webhookDeliveries[0]?.id ?? ''
  await used.gateway.db
    .updateTable('webhook_deliveries')
    .set({ status: 'FAILED', attempts: 4, next_attempt_at: null })
    .where('id', '=', id)
    .execute()
  expect((await list('?status=FAILED')).webhookDeliveries.map((delivery) => delivery.id)).toEqual([id])
  const replayed = success(await taken(send('POST', `/webhook-deliveries/${id}/replay`, {})))
  expect(replayed).toMatchObject({ webhookDelivery: { id, status: 'PENDING', attempts: 0 } })
  await taken(send('PUT', path, { enabled: false }))
  await expectProblem(await send('POST', `/webhook-deliveries/${id}/replay`, {}), 400, 'invalid_request')
})
