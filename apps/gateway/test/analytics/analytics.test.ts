import { makeWorkspace, type TestWorkspace } from '@intake/testing/make-workspace'
import { sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import { call, taken, update } from '../call.ts'
import { create } from '../create.ts'
import { expectInvalid } from '../expect-problem.ts'
import { useGateway } from '../use-gateway.ts'

// The names are typed from the documented API. They know nothing of our schemas.
const used = useGateway()
let workspace: TestWorkspace
beforeEach(async () => {
  workspace = await makeWorkspace(used.gateway.db)
})
const range = { start: '2000-01-01T00:00:00.000Z', end: '2100-01-01T00:00:00.000Z' }
const ask = (query: Record<string, string> = {}, key = workspace.key) =>
  used.gateway.app.request(`/api/v0/analytics?${new URLSearchParams({ ...range, ...query })}`, {
    headers: { 'x-api-key': key },
  })
interface Page {
  nextToken: string | null
  totals: Record<string, unknown>
  breakdown: { leadId: string }[]
}
const read = async (query: Record<string, string> = {}) => (await taken(ask(query))) as Page
const make = async (body: Record<string, unknown> = {}) =>
  (await create(used.gateway, workspace.key, body)).lead.id
const log = (leadId: string, body: object) =>
  taken(call(used.gateway, workspace.key, 'POST', `/leads/${leadId}/action-logs`, body))
const message = (channel: string, direction: string, status = 'COMPLETED') => ({
  type: 'MESSAGE',
  status,
  messages: [{ channel, direction, body: 'Hello' }],
})

test('leads, messages, checklists and what people did are counted, in all and by lead', async () => {
  const ada = await make({
    externalLeadId: 'crm-1',
    checklistItems: [{ code: 'tax_id', value: '12-3456789' }],
  })
  const bob = await make({ didOptOut: true })
  const cy = await make({
    checklistItems: ['business_name', 'tax_id', 'bank_statements'].map((code) => ({
      code,
      status: 'COMPLETED',
    })),
  })
  await log(ada, message('sms', 'OUTBOUND'))
  await log(ada, message('SMS', 'INBOUND'))
  await log(ada, message('whatsapp', 'OUTBOUND'))
  await log(ada, message('email', 'OUTBOUND', 'AWAITING_APPROVAL'))
  await log(cy, message('email', 'OUTBOUND'))
  await log(cy, { type: 'MANUAL_UPDATE', summary: 'Mended' })
  const bySource = (imported: number) => ({ agent: null, imported, manual: null, portal: null })
  const nobody = { documentOverrides: null, escalations: null, messageEdits: null, messageRejects: null }
  const none = { inbound: 0, outbound: 0 }
  const { breakdown, ...rest } = await read()
  expect(rest).toEqual({
    ...range,
    nextToken: null,
    totals: {
      count: 3,
      leadsCompleted: 1,
      leadsOptedOut: 1,
      totalMessages: 4,
      inboundMessages: 1,
      outboundMessages: 3,
      channels: { sms: { inbound: 1, outbound: 1 }, email: { inbound: 0, outbound: 1 } },
      completion: { totalRequired: 9, totalCompleted: 4, bySource: bySource(4) },
      interventions: { ...nobody, manualUpdates: 1 },
    },
  })
  expect(breakdown.map(({ leadId }) => leadId)).toEqual([ada, bob, cy])
  expect(breakdown[0]).toEqual({
    leadId: ada,
    externalId: 'crm-1',
    createdAt: expect.any(String),
    status: 'IN_PROGRESS',
    count: 1,
    leadsCompleted: 0,
    leadsOptedOut: 0,
    totalMessages: 3,
    inboundMessages: 1,
    outboundMessages: 2,
    channels: { sms: { inbound: 1, outbound: 1 }, email: none },
    completion: { totalRequired: 3, totalCompleted: 1, bySource: bySource(1) },
    interventions: { ...nobody, manualUpdates: 0 },
  })
})

test('deleted leads, test leads and leads of other times don’t count', async () => {
  const gone = await make()
  await taken(call(used.gateway, workspace.key, 'DELETE', `/leads/${gone}`))
  await create(used.gateway, workspace.testKey)
  const { lead } = await create(used.gateway, workspace.key)
  expect((await read()).breakdown.map(({ leadId }) => leadId)).toEqual([lead.id])
  expect((await read({ end: lead.createdAt })).totals).toMatchObject({ count: 0 })
  expect((await read({ start: lead.createdAt })).totals).toMatchObject({ count: 1 })
  expect(await taken(ask({}, workspace.testKey))).toMatchObject({ totals: { count: 0 }, breakdown: [] })
})

test('an opt-out that is taken back counts no more', async () => {
  const id = await make({ didOptOut: true })
  await update(used.gateway, workspace.key, id, { didOptOut: false })
  expect((await read()).totals).toMatchObject({ count: 1, leadsOptedOut: 0 })
})

describe('many leads', () => {
  const fill = (count: number) =>
    sql`insert into leads (workspace_id, id, created_at, updated_at, is_test, first_name, assignee_type, source)
      select ${workspace.id}::uuid, (lpad(to_hex((extract(epoch from now()) * 1000)::bigint), 12, '0') || '7000' || '8000' || lpad(to_hex(n), 12, '0'))::uuid,
        now(), now(), false, 'Ada', 'AI_AGENT', 'api' from generate_series(1, ${count}::int) n`.execute(
      used.gateway.db,
    )

  test('come by pages of 500 with the same totals', async () => {
    await fill(1203)
    const first = await read()
    const second = await read({ token: first.nextToken ?? '' })
    const third = await read({ token: second.nextToken ?? '' })
    expect([first, second, third].map(({ breakdown }) => breakdown.length)).toEqual([500, 500, 203])
    for (const { totals } of [first, second, third]) expect(totals).toEqual({ ...first.totals, count: 1203 })
    expect(third.nextToken).toBeNull()
    const ids = [first, second, third].flatMap(({ breakdown }) => breakdown.map(({ leadId }) => leadId))
    expect(new Set(ids).size).toBe(1203)
    const other = await makeWorkspace(used.gateway.db)
    for (const [query, key] of [
      [{ token: 'x' }, workspace.key],
      [{ token: first.nextToken ?? '' }, other.key],
      [{ token: first.nextToken ?? '', end: '2090-01-01T00:00:00Z' }, workspace.key],
    ] as const)
      await expectInvalid(await ask(query, key), '/token')
  })

  test('come as a CSV from an address without a key', async () => {
    await fill(1203)
    const id = await make({ externalLeadId: '=1+1' })
    const { downloadUrl, ...rest } = (await taken(ask({ format: 'csv' }))) as { downloadUrl: string }
    expect(rest).toEqual(range)
    const { pathname, search } = new URL(downloadUrl)
    const file = await used.gateway.app.request(pathname + search)
    expect(file.headers.get('content-type')).toMatch(/^text\/csv/)
    const lines = (await file.text()).trimEnd().split('\n')
    expect(lines).toHaveLength(1205)
    expect(lines[0]).toMatch(/^leadId,externalId,createdAt,status,/)
    expect(lines.find((line) => line.startsWith(id))).toContain(`,'=1+1,`)
    expect((await used.gateway.app.request(`${pathname}${search}0`)).status).toBe(404)
  })

  test('beyond 200,000 are refused', async () => {
    await fill(200_001)
    const response = await ask()
    const problem = (await response.clone().json()) as { errors: { message: string }[] }
    await expectInvalid(response, '/start')
    expect(problem.errors[0]?.message).toContain('narrow the range')
  })
})

test.each([
  [{ start: 'yesterday' }, '/start'],
  [{ start: range.end, end: range.start }, '/end'],
  [{ format: 'xml' }, '/format'],
  [{ from: '2020' }, '/from'],
])('%j is refused', async (query, pointer) => {
  await expectInvalid(await ask(query), pointer)
})
