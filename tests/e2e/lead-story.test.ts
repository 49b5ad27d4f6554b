import { CreateLeadAnswer, GetLeadAnswer } from '@intake/contracts/lead-answer'
import { ActionLogAnswer } from '@intake/contracts/write-action-log'
import { type Stack, startStack } from '@intake/testing/start-stack'
import { waitFor } from '@intake/testing/wait-for'
import { afterAll, beforeAll, expect, test } from 'vitest'

let stack: Stack
beforeAll(async () => {
  stack = await startStack()
})
afterAll(() => stack.close())

async function call(method: string, path: string, body?: unknown): Promise<unknown> {
  const response = await fetch(`${stack.apps.gateway[0]?.url}/api/v1${path}`, {
    method,
    headers: { 'x-api-key': stack.workspace.key, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  expect(response.status, text).toBe(200)
  return JSON.parse(text)
}
const addLog = async (id: string, log: unknown) =>
  ActionLogAnswer.loose().parse(await call('POST', `/leads/${id}/action-logs`, log)).actionLog
const read = async (id: string) => GetLeadAnswer.parse(await call('GET', `/leads/${id}`))

test('a lead’s life: taken in, written to, approved, changed, completed, enriched after each change, deleted', async () => {
  const { lead } = CreateLeadAnswer.parse(
    await call('POST', '/leads', { firstName: 'Ada', phoneNumber: '6782319992' }),
  )
  const path = `/leads/${lead.id}`
  const enriched = (zone: string, words: RegExp) =>
    waitFor(`${zone}, ${words}`, async () => {
      const answer = await read(lead.id)
      return answer.lead.timezone === zone && words.test(answer.lead.activitySummary ?? '') && answer
    })
  await enriched('America/New_York', /^Lead created/)

  const messages = [{ channel: 'sms', body: 'Hello' }]
  const followUp = await addLog(lead.id, {
    type: 'FOLLOW_UP_MESSAGE',
    messages,
    scheduledAt: '2030-01-01T09:00:00Z',
  })
  const draft = await addLog(lead.id, { type: 'MESSAGE', status: 'AWAITING_APPROVAL', messages })
  expect(await read(lead.id)).toMatchObject({
    nextFollowUp: { id: followUp.id },
    nextDraft: { id: draft.id },
  })
  await call('PUT', `${path}/action-logs/${draft.id}`, { status: 'PENDING' })
  await call('PUT', `${path}/action-logs/${draft.id}`, { status: 'COMPLETED' })
  expect(await read(lead.id)).toMatchObject({ lastAction: { id: draft.id }, nextDraft: null })

  await call('PUT', path, { phoneNumber: '(213) 736-5000', tags: ['VIP'] })
  await enriched('America/Los_Angeles', /^Lead updated\. Set: phoneNumber, 1 tag\./)
  await call('POST', `${path}/checklist-items`, { label: 'Utility bill', fieldType: 'TEXT' })
  await enriched('America/Los_Angeles', /^Checklist item added\..* Still missing: .*Utility bill\.$/)
  const items = [{ code: 'UTILITY_BILL', value: 'paid' }]
  expect(await call('PUT', path, { status: 'COMPLETED', checklistItems: items })).toMatchObject({
    status: 'COMPLETED',
  })
  const done = await enriched('America/Los_Angeles', /^Lead updated\. Set: status, 1 checklist item\./)
  for (const entry of done.actionLogs.filter((log) => log.type === 'API_ACTIVITY'))
    expect(entry.output, entry.summary ?? '').toMatchObject({ lines: expect.any(Array) })
  expect(await call('GET', '/leads?status=COMPLETED&tag=vip')).toMatchObject({ leads: [{ id: lead.id }] })

  await call('DELETE', path)
  expect(await read(lead.id)).toMatchObject({ lead: { deletedAt: expect.any(String) }, nextFollowUp: null })
  expect(await call('GET', '/leads')).toEqual({ leads: [], nextCursor: null })
})
