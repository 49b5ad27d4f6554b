import { makeWorkspace } from '@intake/testing/make-workspace'
import { describe, expect, test } from 'vitest'
import { call, taken } from '../call.ts'
import { storesNothing } from '../count-stored.ts'
import { create, read } from '../create.ts'
import { expectInvalid, expectProblem } from '../expect-problem.ts'
import { useGateway } from '../use-gateway.ts'

const used = useGateway()

interface Sibling {
  method: string
  path: string
  body?: Record<string, unknown>
}
const absent = '0198c0de-0000-7000-8000-000000000000'
const siblings: Sibling[] = [
  { method: 'PUT', path: '', body: { lastName: 'X' } },
  { method: 'DELETE', path: '' },
  { method: 'GET', path: '/checklist' },
  { method: 'POST', path: '/checklist-items', body: { label: 'Utility bill', fieldType: 'FILE' } },
  { method: 'GET', path: '/action-logs' },
  { method: 'POST', path: '/action-logs', body: { type: 'SYSTEM_NOTE', summary: 'Hi' } },
  { method: 'PUT', path: `/action-logs/${absent}`, body: { status: 'COMPLETED' } },
]
const send = (key: string, { method, path, body }: Sibling, id: string, headers = {}) =>
  call(used.gateway, key, method, `/leads/${id}${path}`, body, headers)

describe.each(siblings)('$method /leads/{id}$path', (sibling) => {
  test('another workspace’s lead looks like none, and stays as it is', async () => {
    const other = await makeWorkspace(used.gateway.db)
    const { lead } = await create(used.gateway, other.key)
    const before = await read(used.gateway, other.key, lead.id)
    const answers = await storesNothing(used.gateway.db, other.id, () =>
      Promise.all(
        [lead.id, absent, 'none', '%00', `${lead.id}x`].map((id) => send(used.workspace.key, sibling, id)),
      ),
    )
    const problems = await Promise.all(answers.map((answer) => expectProblem(answer, 404, 'not_found')))
    expect(new Set(problems.map(({ detail }) => detail)).size).toBe(1)
    expect(await read(used.gateway, other.key, lead.id)).toEqual(before)
  })

  if (sibling.method !== 'GET')
    test('a deleted lead can’t be changed, a live lead is unknown to a test key', async () => {
      const { lead } = await create(used.gateway, used.workspace.key)
      await expectProblem(await send(used.workspace.testKey, sibling, lead.id), 404, 'not_found')
      if (sibling.method === 'DELETE') return
      await taken(call(used.gateway, used.workspace.key, 'DELETE', `/leads/${lead.id}`))
      await expectProblem(await send(used.workspace.key, sibling, lead.id), 404, 'not_found')
    })

  if (sibling.method === 'GET')
    test('a deleted lead can be read, though not by a test key', async () => {
      const { lead } = await create(used.gateway, used.workspace.key)
      await taken(call(used.gateway, used.workspace.key, 'DELETE', `/leads/${lead.id}`))
      await taken(send(used.workspace.key, sibling, lead.id))
      await expectProblem(await send(used.workspace.testKey, sibling, lead.id), 404, 'not_found')
    })
})

const writes = {
  'checklist-items': { label: 'Utility bill', fieldType: 'FILE' },
  'action-logs': { type: 'MESSAGE', messages: [{ channel: 'sms', body: 'Hello' }] },
}
describe.each(Object.entries(writes))('POST /leads/{id}/%s', (path, body) => {
  const post = (id: string, given: unknown, headers: Record<string, string> = {}) =>
    call(used.gateway, used.workspace.key, 'POST', `/leads/${id}/${path}`, given, headers)

  test('the same key: one effect, the first answer byte for byte; another body or lead is refused', async () => {
    const [one, two] = [
      await create(used.gateway, used.workspace.key),
      await create(used.gateway, used.workspace.key),
    ]
    const headers = { 'idempotency-key': `${path} key` }
    const answers = await Promise.all(Array.from({ length: 5 }, () => post(one.lead.id, body, headers)))
    expect(answers.map(({ status }) => status)).toEqual(Array(5).fill(200))
    expect(new Set(await Promise.all(answers.map((answer) => answer.text()))).size).toBe(1)
    expect(answers.filter((answer) => answer.headers.get('idempotent-replayed') === 'true')).toHaveLength(4)
    expect((await read(used.gateway, used.workspace.key, one.lead.id)).actionLogs).toHaveLength(2)
    const other = { ...body, unknown: true }
    await expectProblem(await post(one.lead.id, other, headers), 422, 'idempotency_key_reused')
    await expectProblem(await post(two.lead.id, body, headers), 422, 'idempotency_key_reused')
  })

  test('a refused call uses no key up', async () => {
    const { lead } = await create(used.gateway, used.workspace.key)
    const headers = { 'idempotency-key': `${path} refused` }
    expect((await post(lead.id, {}, headers)).status).toBe(400)
    expect((await post(lead.id, body, headers)).status).toBe(200)
  })
})

describe('POST /activity', () => {
  const post = (body: unknown, headers = {}) =>
    call(used.gateway, used.workspace.key, 'POST', '/activity', body, headers)

  test('notes on the timeline what happened elsewhere', async () => {
    const { lead } = await create(used.gateway, used.workspace.key)
    const body = {
      leadId: lead.id.toUpperCase(),
      eventType: 'call',
      title: ' Called back ',
      metadata: { seconds: 40 },
    }
    const headers = { 'idempotency-key': 'activity-1', prefer: 'return=minimal' }
    const answer = await taken(post(body, headers))
    const { actionLogs, lead: now } = await read(used.gateway, used.workspace.key, lead.id)
    expect(answer).toEqual({ success: true, actionLogId: actionLogs[0]?.id })
    expect(actionLogs[0]).toMatchObject({
      type: 'API_ACTIVITY',
      status: 'COMPLETED',
      summary: 'Called back',
      input: { eventType: 'call', title: 'Called back', description: null, metadata: { seconds: 40 } },
    })
    expect(now.updatedAt > lead.updatedAt).toBe(true)
    expect(await taken(post(body, headers))).toEqual(answer)
  })

  test('refuses what is missing, and leads that aren’t there', async () => {
    await expectInvalid(await post({}), '/leadId', '/eventType', '/title')
    await expectInvalid(await post({ leadId: absent, eventType: 'x', title: 'a\0' }), '/title')
    await expectInvalid(await post({ leadId: 'none', eventType: 'x', title: 'x' }), '/leadId')
    const other = await create(used.gateway, (await makeWorkspace(used.gateway.db)).key)
    for (const leadId of [absent, other.lead.id])
      await expectProblem(await post({ leadId, eventType: 'x', title: 'x' }), 404, 'not_found')
  })
})
