import { v7 as uuidV7 } from 'uuid'
import { expect, test } from 'vitest'
import { create, read } from '../create.ts'
import { useGateway } from '../use-gateway.ts'

const used = useGateway()

interface Entry {
  type: string
  status: string
  direction?: 'INBOUND' | 'OUTBOUND'
  createdAt?: string
  scheduledAt?: string
  parent?: string
}

async function addLog(leadId: string, entry: Entry): Promise<string> {
  const id = uuidV7()
  const workspace_id = used.workspace.id
  await used.gateway.db
    .insertInto('action_logs')
    .values({
      workspace_id,
      lead_id: leadId,
      id,
      type: entry.type,
      status: entry.status,
      parent_action_id: entry.parent ?? null,
      scheduled_at: entry.scheduledAt ? new Date(entry.scheduledAt) : null,
      created_at: new Date(entry.createdAt ?? Date.now()),
    } as never)
    .execute()
  if (entry.direction)
    await used.gateway.db
      .insertInto('messages')
      .values({
        workspace_id,
        lead_id: leadId,
        id: uuidV7(),
        action_log_id: id,
        channel: 'sms',
        direction: entry.direction,
        body: 'Hello',
      } as never)
      .execute()
  return id
}

test('lastAction is the newest completed outbound message, with its tool calls', async () => {
  const { lead } = await create(used.gateway, used.workspace.key)
  await addLog(lead.id, { type: 'MESSAGE', status: 'COMPLETED', direction: 'OUTBOUND' })
  const newest = await addLog(lead.id, {
    type: 'FOLLOW_UP_MESSAGE',
    status: 'COMPLETED',
    direction: 'OUTBOUND',
  })
  const call = await addLog(lead.id, { type: 'TOOL_CALL', status: 'COMPLETED', parent: newest })
  await addLog(lead.id, { type: 'MESSAGE', status: 'COMPLETED', direction: 'INBOUND' })
  await addLog(lead.id, { type: 'MESSAGE', status: 'FAILED', direction: 'OUTBOUND' })
  await addLog(lead.id, { type: 'SYSTEM_NOTE', status: 'COMPLETED' })
  const answer = await read(used.gateway, used.workspace.key, lead.id)
  expect(answer.lastAction).toMatchObject({
    id: newest,
    messages: [{ direction: 'OUTBOUND', body: 'Hello' }],
  })
  expect(answer.lastAction?.toolCalls.map(({ id }) => id)).toEqual([call])
})

test('nextFollowUp is the earliest that is pending, nextDraft the earliest that awaits approval', async () => {
  const { lead } = await create(used.gateway, used.workspace.key)
  const draft = await addLog(lead.id, { type: 'MESSAGE', status: 'AWAITING_APPROVAL', direction: 'OUTBOUND' })
  await addLog(lead.id, { type: 'MESSAGE', status: 'AWAITING_APPROVAL', direction: 'OUTBOUND' })
  const followUp = (scheduledAt: string, status: string) =>
    addLog(lead.id, { type: 'FOLLOW_UP_MESSAGE', status, scheduledAt, direction: 'OUTBOUND' })
  await followUp('2030-03-01T00:00:00Z', 'PENDING')
  const next = await followUp('2030-02-01T00:00:00Z', 'PENDING')
  await followUp('2030-01-01T00:00:00Z', 'CANCELLED')
  const answer = await read(used.gateway, used.workspace.key, lead.id)
  expect(answer.nextFollowUp).toMatchObject({ id: next, scheduledAt: '2030-02-01T00:00:00.000Z' })
  expect(answer.nextDraft).toMatchObject({ id: draft })
  expect(answer.lastAction).toBeNull()
})

test('action logs are newest first and at most a hundred', async () => {
  const { lead } = await create(used.gateway, used.workspace.key)
  const ids: string[] = []
  for (let index = 0; index < 105; index++)
    ids.push(await addLog(lead.id, { type: 'SYSTEM_NOTE', status: 'COMPLETED' }))
  const answer = await read(used.gateway, used.workspace.key, lead.id)
  expect(answer.actionLogs.map(({ id }) => id)).toEqual(ids.reverse().slice(0, 100))
})
