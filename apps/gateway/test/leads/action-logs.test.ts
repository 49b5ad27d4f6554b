import { ActionLog } from '@intake/contracts/lead-answer'
import { ActionLogAnswer } from '@intake/contracts/write-action-log'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { call, taken, update } from '../call.ts'
import { create, read } from '../create.ts'
import { expectInvalid, expectProblem } from '../expect-problem.ts'
import { useGateway } from '../use-gateway.ts'

const used = useGateway()
const Answer = ActionLogAnswer.extend({ success: z.literal(true) })
const make = async (body: Record<string, unknown> = {}) =>
  (await create(used.gateway, used.workspace.key, body)).lead.id
const post = (id: string, body: unknown) =>
  call(used.gateway, used.workspace.key, 'POST', `/leads/${id}/action-logs`, body)
const put = (id: string, logId: string, body: unknown, headers = {}) =>
  call(used.gateway, used.workspace.key, 'PUT', `/leads/${id}/action-logs/${logId}`, body, headers)
const get = (path: string) => call(used.gateway, used.workspace.key, 'GET', path)
const pointers = async (id: string) => {
  const { lastAction, nextFollowUp, nextDraft } = await read(used.gateway, used.workspace.key, id)
  return [lastAction?.id, nextFollowUp?.id, nextDraft?.id]
}

async function logOf(response: Promise<Response>): Promise<ActionLog> {
  const answer = await taken(response)
  expect(Answer.parse(answer)).toEqual(answer)
  return Answer.parse(answer).actionLog
}
const messages = [{ channel: 'sms', body: 'Hello' }]

test('a story: message with tool call, follow-up, draft, approval', async () => {
  const id = await make()
  const message = await logOf(post(id, { type: 'MESSAGE', messages, summary: 'Greeted' }))
  expect(message).toMatchObject({
    type: 'MESSAGE',
    status: 'COMPLETED',
    completedAt: message.createdAt,
    messages: [{ channel: 'sms', direction: 'OUTBOUND', subject: null, body: 'Hello', documents: [] }],
  })
  const tool = { name: 'lookup', description: 'Looks up' }
  const toolCall = await logOf(
    post(id, { type: 'TOOL_CALL', tool, parentActionId: message.id, input: { q: 1 }, output: [2] }),
  )
  expect(toolCall).toMatchObject({ tool, input: { q: 1 }, output: [2], parentActionId: message.id })
  const { lastAction } = await read(used.gateway, used.workspace.key, id)
  expect(lastAction).toEqual({ ...message, toolCalls: [toolCall] })

  const later = await logOf(
    post(id, { type: 'FOLLOW_UP_MESSAGE', messages, scheduledAt: '2030-02-01T00:00:00Z' }),
  )
  const sooner = await logOf(
    post(id, { type: 'FOLLOW_UP_MESSAGE', messages, scheduledAt: '2030-01-01T02:00:00+02:00' }),
  )
  expect(sooner).toMatchObject({
    status: 'PENDING',
    scheduledAt: '2030-01-01T00:00:00.000Z',
    completedAt: null,
  })
  const draft = await logOf(post(id, { type: 'MESSAGE', status: 'AWAITING_APPROVAL', messages }))
  expect(await pointers(id)).toEqual([message.id, sooner.id, draft.id])

  const reworded = [{ channel: 'email', subject: 'Hi', body: 'Better' }]
  const approved = await logOf(put(id, draft.id, { status: 'PENDING', messages: reworded }))
  expect(approved).toMatchObject({ id: draft.id, status: 'PENDING', completedAt: null, messages: reworded })
  expect(await pointers(id)).toEqual([message.id, sooner.id, undefined])
  const sent = await logOf(put(id, draft.id, { status: 'COMPLETED', output: { sid: 'x' } }))
  expect(sent).toMatchObject({ status: 'COMPLETED', completedAt: expect.any(String), output: { sid: 'x' } })
  await logOf(put(id, sooner.id, { status: 'CANCELLED' }))
  expect(await pointers(id)).toEqual([draft.id, later.id, undefined])
  await logOf(put(id, later.id, { status: 'FAILED', error: 'no credit' }))
  expect(await pointers(id)).toEqual([draft.id, undefined, undefined])
})

describe('a settled entry', () => {
  test.each(['COMPLETED', 'CANCELLED', 'FAILED'])(
    '%s stays so; its own status again changes nothing',
    async (status) => {
      const id = await make()
      const log = await logOf(post(id, { type: 'FOLLOW_UP_MESSAGE', messages }))
      const settled = await logOf(put(id, log.id, { status }))
      expect(await logOf(put(id, log.id, { status }))).toEqual(settled)
      for (const body of [{ status: 'PENDING' }, { summary: 'x' }, { status, summary: 'x' }, {}])
        await expectInvalid(await put(id, log.id, body), '')
    },
  )
})

test('a draft can’t be drafted again, and what isn’t a message has none', async () => {
  const id = await make()
  const pending = await logOf(post(id, { type: 'MESSAGE', status: 'PENDING', messages }))
  await expectInvalid(await put(id, pending.id, { status: 'AWAITING_APPROVAL' }), '/status')
  const toolCall = await logOf(post(id, { type: 'TOOL_CALL', status: 'PENDING' }))
  const scheduledAt = '2030-01-01T00:00:00Z'
  await expectInvalid(await put(id, toolCall.id, { messages, scheduledAt }), '/messages', '/scheduledAt')
  await expectProblem(await put(id, 'none', {}), 404, 'not_found')
  const elsewhere = await make()
  await expectProblem(await put(elsewhere, toolCall.id, { status: 'COMPLETED' }), 404, 'not_found')
})

test('approving is idempotent by key, and done once by two at once', async () => {
  const id = await make()
  const draft = await logOf(post(id, { type: 'MESSAGE', status: 'AWAITING_APPROVAL', messages }))
  const statuses = await Promise.all(
    ['COMPLETED', 'CANCELLED'].map(async (status) => (await put(id, draft.id, { status })).status),
  )
  expect(statuses.sort()).toEqual([200, 400])
  const other = await logOf(post(id, { type: 'MESSAGE', status: 'AWAITING_APPROVAL', messages }))
  const headers = { 'idempotency-key': 'approve' }
  const first = await put(id, other.id, { status: 'PENDING' }, headers)
  await logOf(put(id, other.id, { status: 'COMPLETED' }))
  const again = await put(id, other.id, { status: 'PENDING' }, headers)
  expect(await again.text()).toBe(await first.text())
  await expectProblem(await put(id, draft.id, { status: 'PENDING' }, headers), 422, 'idempotency_key_reused')
})

test('nothing more is planned for a lead that opted out; what happened may be told', async () => {
  const id = await make({ didOptOut: true })
  for (const status of ['PENDING', 'AWAITING_APPROVAL'])
    await expectProblem(await post(id, { type: 'MESSAGE', status, messages }), 409, 'opted_out')
  await logOf(post(id, { type: 'MESSAGE', messages: [{ ...messages[0], direction: 'INBOUND' }] }))
  await logOf(post(id, { type: 'TOOL_CALL', status: 'PENDING' }))
})

test('opting out and drafting at once leaves nothing in flight', async () => {
  const id = await make()
  await Promise.all([
    update(used.gateway, used.workspace.key, id, { didOptOut: true }),
    ...Array.from({ length: 8 }, () => post(id, { type: 'MESSAGE', status: 'AWAITING_APPROVAL', messages })),
  ])
  const { actionLogs, nextDraft } = await read(used.gateway, used.workspace.key, id)
  expect(nextDraft).toBeNull()
  expect(actionLogs.filter((log) => log.status === 'AWAITING_APPROVAL')).toEqual([])
})

test.each<[string, Record<string, unknown>, string[]]>([
  ['no type', {}, ['/type']],
  ['a type of ours', { type: 'API_ACTIVITY' }, ['/type']],
  ['a message without messages', { type: 'MESSAGE' }, ['/messages']],
  ['a note with messages', { type: 'SYSTEM_NOTE', messages }, ['/messages']],
  ['a note that awaits approval', { type: 'SYSTEM_NOTE', status: 'AWAITING_APPROVAL' }, ['/status']],
  ['a message with a tool', { type: 'MESSAGE', messages, tool: { name: 'x' } }, ['/tool']],
  ['a tool without a name', { type: 'TOOL_CALL', tool: {} }, ['/tool/name']],
  ['a message without a channel', { type: 'MESSAGE', messages: [{ body: 'x' }] }, ['/messages/0/channel']],
  [
    'no direction',
    { type: 'MESSAGE', messages: [{ channel: 'sms', direction: 'UP' }] },
    ['/messages/0/direction'],
  ],
  [
    'a pending one from the lead',
    { type: 'MESSAGE', status: 'PENDING', messages: [{ channel: 'sms', direction: 'INBOUND' }] },
    ['/status'],
  ],
  ['no time', { type: 'FOLLOW_UP_MESSAGE', messages, scheduledAt: 'soon' }, ['/scheduledAt']],
  ['a scheduled note', { type: 'SYSTEM_NOTE', scheduledAt: '2030-01-01T00:00:00Z' }, ['/scheduledAt']],
  [
    'an unknown parent',
    { type: 'TOOL_CALL', parentActionId: '0198c0de-0000-7000-8000-000000000000' },
    ['/parentActionId'],
  ],
  ['NUL', { type: 'SYSTEM_NOTE', input: { a: ['\0'] } }, ['/input']],
])('%s is refused', async (_name, body, expected) => {
  await expectInvalid(await post(await make(), body), ...expected)
})

test('a parent of another lead is refused', async () => {
  const log = await logOf(post(await make(), { type: 'SYSTEM_NOTE' }))
  await expectInvalid(
    await post(await make(), { type: 'TOOL_CALL', parentActionId: log.id }),
    '/parentActionId',
  )
})

test('a tool is made once for its name, by ten at once', async () => {
  const ids = await Promise.all(Array.from({ length: 10 }, () => make()))
  const tool = { name: 'once', description: 'Once' }
  const logs = await Promise.all(ids.map((id) => logOf(post(id, { type: 'TOOL_CALL', tool }))))
  expect(new Set(logs.map((log) => log.tool?.id)).size).toBe(1)
  const later = await logOf(post(ids[0] ?? '', { type: 'TOOL_CALL', tool: { name: 'once' } }))
  expect(later.tool).toEqual(logs[0]?.tool)
})

test('the timeline is a bare array, newest first, paged by Link beyond a hundred', async () => {
  const id = await make()
  for (let index = 0; index < 104; index++)
    await logOf(post(id, { type: 'SYSTEM_NOTE', summary: `${index}` }))
  const first = await get(`/leads/${id}/action-logs`)
  const [, path = ''] = /^<\/api\/v1(.*)>; rel="next"$/.exec(first.headers.get('link') ?? '') ?? []
  const second = await get(path)
  expect(second.headers.get('link')).toBeNull()
  const pages = [await first.json(), await second.json()].map((page) => z.array(ActionLog).parse(page))
  expect(pages.map((page) => page.length)).toEqual([100, 5])
  const summaries = pages.flat().map((log) => log.summary)
  expect(summaries).toEqual([...Array.from({ length: 104 }, (_, index) => `${103 - index}`), 'Lead created'])
  const small = await get(`/leads/${id}/action-logs?limit=2`)
  expect(await small.json()).toEqual(pages[0]?.slice(0, 2))
  const cursor = new URLSearchParams(path.split('?')[1]).get('cursor')
  await expectInvalid(await get(`/leads/${await make()}/action-logs?cursor=${cursor}`), '/cursor')
  await expectInvalid(await get(`/leads?cursor=${cursor}`), '/cursor')
  await expectInvalid(await get(`/leads/${id}/action-logs?limit=101`), '/limit')
})
