import { UploadDocumentsAnswer } from '@intake/contracts/documents'
import { CreateLeadAnswer, GetLeadAnswer } from '@intake/contracts/lead-answer'
import { WebhookPayload } from '@intake/contracts/webhook-events'
import { WebhookSecretAnswer } from '@intake/contracts/webhooks'
import { ActionLogAnswer } from '@intake/contracts/write-action-log'
import { type Receiver, startReceiver } from '@intake/testing/start-receiver'
import { type Stack, startStack } from '@intake/testing/start-stack'
import { waitFor } from '@intake/testing/wait-for'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, expect, test } from 'vitest'

let stack: Stack
let receiver: Receiver
let secret: string
beforeAll(async () => {
  const env = { WEBHOOK_ALLOW_HTTP: 'true', WEBHOOK_ALLOW_PRIVATE: 'true', WEBHOOK_POLL: '200ms' }
  stack = await startStack({ env })
  receiver = await startReceiver()
  const endpoint = await call('POST', '/webhook-endpoints', { url: receiver.url })
  secret = WebhookSecretAnswer.loose().parse(endpoint).secret
})
afterAll(async () => {
  await stack.close()
  await receiver.close()
})

async function call(method: string, path: string, body?: unknown): Promise<unknown> {
  const response = await fetch(`${stack.apps.gateway[0]?.url}/api/v1${path}`, {
    method,
    headers: {
      'x-api-key': stack.workspace.key,
      ...(body instanceof FormData ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: body instanceof FormData ? body : JSON.stringify(body) }),
  })
  const text = await response.text()
  expect(response.status, text).toBe(200)
  return JSON.parse(text)
}
const addLog = async (id: string, log: unknown) =>
  ActionLogAnswer.loose().parse(await call('POST', `/leads/${id}/action-logs`, log)).actionLog
async function addDocument(leadId: string, leadChecklistItemId: string, content: string) {
  const form = new FormData()
  form.append('leadId', leadId)
  form.append('leadChecklistItemId', leadChecklistItemId)
  form.append('files', new File([content], 'October.pdf'))
  return UploadDocumentsAnswer.loose().parse(await call('POST', '/documents', form))
}

/** Names of the events that the receiver heard, each verified, in their order. */
const heard = () =>
  receiver.received.map(
    ({ body, headers }) => WebhookPayload.parse(new Webhook(secret).verify(body, headers)).event,
  )
const read = async (id: string) => GetLeadAnswer.parse(await call('GET', `/leads/${id}`))

test('a lead’s life: taken in, written to, approved, documented, changed, completed, enriched after each change, told of, deleted', async () => {
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

  const fileItem = (await read(lead.id)).checklistItems
    .flatMap(({ items }) => items)
    .find(({ checklistItem }) => checklistItem.code === 'bank_statements')
  const upload = await addDocument(lead.id, fileItem?.id ?? '', '%PDF-1.7 October')
  await enriched('America/New_York', /^Document received\./)
  const documented = await read(lead.id)
  expect(documented.documents).toMatchObject([{ mimeType: 'application/pdf', filename: 'October.pdf' }])
  expect(documented.actionLogs[0]).toMatchObject({
    id: upload.actionLogId,
    type: 'DOCUMENT_UPLOAD',
    documents: documented.documents,
    output: { lines: expect.any(Array) },
  })
  const url = new URL(documented.documents[0]?.signedUrl ?? '')
  const file = await fetch(`${stack.apps.gateway[0]?.url}${url.pathname}${url.search}`)
  expect(await file.text()).toBe('%PDF-1.7 October')

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
  const events = await waitFor('the last event', () => {
    const names = heard()
    return names.filter((name) => name === 'lead.enriched').length === 5 && names
  })
  expect(events.filter((name) => name !== 'lead.enriched')).toEqual([
    'lead.created',
    'action_log.completed',
    // An upload writes a note and an entry.
    'action_log.completed',
    'action_log.completed',
    'document.received',
    'lead.updated',
    'lead.updated',
    'lead.completed',
  ])
  expect(await call('GET', '/leads?status=COMPLETED&tag=vip')).toMatchObject({ leads: [{ id: lead.id }] })

  await call('DELETE', path)
  expect(await read(lead.id)).toMatchObject({ lead: { deletedAt: expect.any(String) }, nextFollowUp: null })
  expect(await call('GET', '/leads')).toEqual({ leads: [], nextCursor: null })
})
