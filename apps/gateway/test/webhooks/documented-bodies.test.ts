import { makeWorkspace, type TestWorkspace } from '@intake/testing/make-workspace'
import { beforeEach, expect, test } from 'vitest'
import { call, taken, update } from '../call.ts'
import { create, itemOf } from '../create.ts'
import { makeForm } from '../documents/make-form.ts'
import { expectInvalid, expectProblem } from '../expect-problem.ts'
import { useGateway } from '../use-gateway.ts'

// The expected bodies are typed from the documented API. They know nothing of our schemas.
const used = useGateway()
let workspace: TestWorkspace
beforeEach(async () => {
  workspace = await makeWorkspace(used.gateway.db)
})
const text = expect.any(String)
const uuid = expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/)
const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
const send = (method: string, path: string, body?: unknown) =>
  call(used.gateway, workspace.key, method, path, body)
const post = async (path: string, body: unknown) =>
  (await taken(send('POST', path, body))) as Record<string, { id: string }>
const listen = (body: object = {}) => post('/webhook-endpoints', { url: 'https://example.com/h', ...body })

/** The bodies that were recorded for an event, in order. */
async function bodiesOf(event: string): Promise<Record<string, unknown>[]> {
  const rows = await used.gateway.db
    .selectFrom('webhook_deliveries')
    .select('payload')
    .where('workspace_id', '=', workspace.id)
    .where('event', '=', event)
    .orderBy('ord')
    .execute()
  return rows.map(({ payload }) => payload as Record<string, unknown>)
}

async function upload(leadId: string, more: Record<string, unknown> = {}) {
  const response = await used.gateway.app.request('/api/v1/documents', {
    method: 'POST',
    headers: { 'x-api-key': workspace.key },
    body: makeForm({ leadId, files: [new File(['Statement of October'], 'statement.txt')], ...more }),
  })
  return (await taken(response)) as { actionLogId: string; documents: { id: string; url: string }[] }
}

const documented = {
  completedEntry: [
    ...['id', 'type', 'status', 'leadId', 'summary', 'input', 'output', 'messages'],
    'completedAt',
  ],
  document: [
    ...['id', 'externalId', 'filename', 'leadId', 'externalLeadId', 'signedUrl', 'size', 'mimeType'],
    ...['messageId', 'metadata', 'createdAt'],
  ],
}
const sorted = (names: readonly string[]) => [...names].sort()

test('lead.created and lead.updated say what the page says', async () => {
  await listen()
  const { lead } = await create(used.gateway, workspace.key, {
    lastName: 'Lovelace',
    email: 'ada@example.com',
    phoneNumber: '6782319992',
    externalLeadId: 'crm-1',
    businessName: 'Engines',
    website: 'https://example.com',
  })
  expect(await bodiesOf('lead.created')).toMatchObject([
    {
      event: 'lead.created',
      data: {
        leadId: lead.id,
        externalId: 'crm-1',
        firstName: 'Ada',
        middleName: null,
        lastName: 'Lovelace',
        phoneNumber: '+16782319992',
        email: 'ada@example.com',
        businessName: 'Engines',
        website: 'https://example.com',
        source: 'api',
      },
    },
  ])
  await update(used.gateway, workspace.key, lead.id, { lastName: 'Byron' })
  const [updated] = await bodiesOf('lead.updated')
  expect(updated).toEqual({
    event: 'lead.updated',
    data: { leadId: lead.id, externalId: 'crm-1', lastName: 'Byron' },
    timestamp: time,
    workspaceId: workspace.id,
  })
})

test('action_log.completed and .failed hold the entry and the workspace', async () => {
  await listen()
  const { lead } = await create(used.gateway, workspace.key)
  const logs = `/leads/${lead.id}/action-logs`
  const { actionLog: sent } = await post(logs, {
    type: 'MESSAGE',
    summary: 'First text',
    input: { goal: 'greet' },
    output: { sid: 'SM1' },
    messages: [{ channel: 'sms', body: 'Hello' }],
  })
  const { actionLog: called } = await post(logs, {
    type: 'TOOL_CALL',
    status: 'FAILED',
    error: 'timed out',
    tool: { name: 'credit check' },
  })
  const [completed] = await bodiesOf('action_log.completed')
  expect(completed).toMatchObject({
    event: 'action_log.completed',
    actionLog: {
      id: sent?.id,
      type: 'MESSAGE',
      status: 'COMPLETED',
      leadId: lead.id,
      summary: 'First text',
      input: { goal: 'greet' },
      output: { sid: 'SM1' },
      messages: [{ id: uuid, channel: 'sms', direction: 'OUTBOUND', subject: null, body: 'Hello' }],
      completedAt: time,
    },
    workspaceId: workspace.id,
  })
  expect(sorted(Object.keys(completed?.actionLog as object))).toEqual(sorted(documented.completedEntry))
  expect(await bodiesOf('action_log.failed')).toEqual([
    expect.objectContaining({
      event: 'action_log.failed',
      actionLog: {
        id: called?.id,
        type: 'TOOL_CALL',
        status: 'FAILED',
        leadId: lead.id,
        summary: null,
        input: null,
        output: null,
        messages: [],
        completedAt: time,
        error: 'timed out',
        agentId: null,
        tool: { id: uuid, name: 'credit check' },
      },
      workspaceId: workspace.id,
    }),
  ])
})

test('every entry that completes is told; those that calls write of themselves only where an endpoint asks', async () => {
  await listen({ events: ['action_log.completed'] })
  const { lead } = await create(used.gateway, workspace.key)
  for (const type of ['SYSTEM_NOTE', 'MANUAL_UPDATE', 'PORTAL_UPDATE', 'PORTAL_SUBMISSION'])
    await post(`/leads/${lead.id}/action-logs`, { type, summary: type })
  await upload(lead.id)
  const types = async () =>
    (await bodiesOf('action_log.completed')).map(({ actionLog }) => (actionLog as { type: string }).type)
  const told = [
    ...['SYSTEM_NOTE', 'MANUAL_UPDATE', 'PORTAL_UPDATE', 'PORTAL_SUBMISSION'],
    ...['SYSTEM_NOTE', 'DOCUMENT_UPLOAD'],
  ]
  expect(await types()).toEqual(told)

  const { webhookEndpoint } = await listen({ events: ['action_log.completed'], apiActivity: true })
  const path = `/webhook-endpoints/${webhookEndpoint?.id}`
  const { lead: other } = await create(used.gateway, workspace.key, { lastName: 'Byron' })
  await update(used.gateway, workspace.key, other.id, { lastName: 'King' })
  await post('/activity', { leadId: other.id, eventType: 'call', title: 'Called' })
  await taken(send('DELETE', `/leads/${other.id}`))
  const ofCalls = (await bodiesOf('action_log.completed')).slice(told.length)
  expect(ofCalls.map(({ actionLog }) => actionLog)).toMatchObject(
    ['Lead created', 'Lead updated', 'Called', 'Lead deleted'].map((summary) => ({
      type: 'API_ACTIVITY',
      status: 'COMPLETED',
      leadId: other.id,
      summary,
      completedAt: time,
    })),
  )
  expect(ofCalls[0]?.actionLog).toMatchObject({
    input: { lead: { firstName: 'Ada', lastName: 'Byron' } },
    completedAt: other.createdAt,
  })
  await taken(send('PUT', path, { apiActivity: false }))
  await create(used.gateway, workspace.key)
  expect(await bodiesOf('action_log.completed')).toHaveLength(told.length + 4)
})

test('lead.deleted is told once', async () => {
  await listen()
  const { lead } = await create(used.gateway, workspace.key, { externalLeadId: 'crm-1' })
  const { lead: deleted } = (await taken(send('DELETE', `/leads/${lead.id}`))) as {
    lead: { deletedAt: string }
  }
  await taken(send('DELETE', `/leads/${lead.id}`))
  expect(await bodiesOf('lead.deleted')).toMatchObject([
    { data: { leadId: lead.id, externalId: 'crm-1', deletedAt: deleted.deletedAt } },
  ])
})

test('document.received holds the document under its documented names', async () => {
  await listen()
  const { lead } = await create(used.gateway, workspace.key, { externalLeadId: 'crm-1' })
  const { documents } = await upload(lead.id, { metadata: '[{"externalId":"doc-7","name":"October.txt"}]' })
  const [body] = await bodiesOf('document.received')
  expect(body).toMatchObject({
    event: 'document.received',
    document: {
      id: documents[0]?.id,
      externalId: 'doc-7',
      filename: 'October.txt',
      leadId: lead.id,
      externalLeadId: 'crm-1',
      signedUrl: expect.stringMatching(/^http/),
      size: 20,
      mimeType: text,
      messageId: null,
      metadata: {},
      createdAt: time,
    },
    workspaceId: workspace.id,
  })
  const { document } = body as { document: { signedUrl: string } }
  expect(sorted(Object.keys(document))).toEqual(sorted(documented.document))
  const { pathname, search } = new URL(document.signedUrl)
  const file = await used.gateway.app.request(pathname + search)
  expect(await file.text()).toBe('Statement of October')
})

test('an upload writes a note and an entry of its own', async () => {
  const { lead } = await create(used.gateway, workspace.key)
  const { actionLogId } = await upload(lead.id)
  const logs = await taken(send('GET', `/leads/${lead.id}/action-logs`))
  expect(logs).toMatchObject([
    { id: actionLogId, type: 'DOCUMENT_UPLOAD', status: 'COMPLETED' },
    { type: 'SYSTEM_NOTE', status: 'COMPLETED', summary: 'Uploaded: statement.txt' },
    { type: 'API_ACTIVITY' },
  ])
})

test('the list of documents has external ids and the items that they were sent for', async () => {
  const made = await create(used.gateway, workspace.key)
  const item = itemOf(made, 'bank_statements')
  const { documents } = await upload(made.lead.id, {
    leadChecklistItemId: item.id,
    metadata: '[{"externalId":"doc-7"}]',
  })
  await upload(made.lead.id)
  expect(await taken(send('GET', `/leads/${made.lead.id}/documents`))).toMatchObject([
    { externalId: null, leadChecklistItemDocument: [] },
    {
      id: documents[0]?.id,
      externalId: 'doc-7',
      leadChecklistItemDocument: [
        {
          id: uuid,
          leadChecklistItemId: item.id,
          documentId: documents[0]?.id,
          overallValid: null,
          validationResult: null,
        },
      ],
    },
  ])
})

test('lead.completed names the files of its items', async () => {
  await listen()
  const made = await create(used.gateway, workspace.key)
  const item = itemOf(made, 'bank_statements')
  const { documents } = await upload(made.lead.id, {
    leadChecklistItemId: item.id,
    metadata: '[{"externalId":"doc-7"}]',
  })
  await update(used.gateway, workspace.key, made.lead.id, { status: 'COMPLETED' })
  const [body] = (await bodiesOf('lead.completed')) as { data: { checklistItems: unknown[] } }[]
  expect(body?.data.checklistItems).toContainEqual({
    checklistItemId: item.checklistItemId,
    checklistItemCode: 'bank_statements',
    value: null,
    alternateValues: null,
    status: 'COMPLETED',
    updatedAt: time,
    documents: [
      {
        documentId: documents[0]?.id,
        externalId: 'doc-7',
        filename: 'statement.txt',
        mimeType: text,
        size: 20,
        validationResult: null,
      },
    ],
  })
})

test('a report of an extractor shows in the document, in the timeline and in document.extracted', async () => {
  await listen()
  const made = await create(used.gateway, workspace.key, { externalLeadId: 'crm-1' })
  const item = itemOf(made, 'bank_statements')
  const { documents, actionLogId } = await upload(made.lead.id, {
    leadChecklistItemId: item.id,
    metadata: '[{"externalId":"doc-7"}]',
  })
  const id = documents[0]?.id
  const validation = { status: 'invalid', reasons: ['only one month'] }
  const answer = await post(`/documents/${id}/extraction`, {
    status: 'completed',
    type: 'bank_statement',
    summary: 'Statement of October',
    overallValid: false,
    classification: { matchedChecklistItems: [{ checklistItemCode: 'bank_statements', validation }] },
    extractionResult: {
      items: [{ label: 'Closing balance', value: 12.5, leadChecklistItemId: item.id }],
    },
  })
  const shown = {
    metadata: { extractionStatus: 'completed' },
    overallValid: false,
    validationResult: validation,
  }
  expect(answer).toMatchObject({ success: true, document: { id, ...shown } })
  expect(await taken(send('GET', `/leads/${made.lead.id}/documents`))).toMatchObject([
    { ...shown, leadChecklistItemDocument: [{ overallValid: false, validationResult: validation }] },
  ])
  expect(await bodiesOf('document.extracted')).toEqual([
    {
      event: 'document.extracted',
      workspaceId: workspace.id,
      leadId: made.lead.id,
      externalLeadId: 'crm-1',
      documentId: id,
      externalId: 'doc-7',
      status: 'completed',
      parentActionId: actionLogId,
      summary: 'Statement of October',
      type: 'bank_statement',
      classification: {
        noMatchedItemReason: null,
        matchedChecklistItems: [
          {
            checklistItemCode: 'bank_statements',
            fieldType: 'BANK_STATEMENT',
            label: item.checklistItem.label,
            leadChecklistItemId: item.id,
            validation,
          },
        ],
      },
      extractionResult: {
        items: [{ label: 'Closing balance', value: 12.5, leadChecklistItemId: item.id }],
        extractedCount: 1,
      },
      timestamp: time,
      data: expect.anything(),
    },
  ])
  const [entry] = (await taken(send('GET', `/leads/${made.lead.id}/action-logs`))) as object[]
  expect(entry).toMatchObject({
    id: answer.actionLogId,
    type: 'TOOL_CALL',
    status: 'COMPLETED',
    parentActionId: actionLogId,
    output: { type: 'bank_statement' },
  })
})

test('one that failed says so; another takes its place, and unknown items are refused', async () => {
  await listen()
  const { lead } = await create(used.gateway, workspace.key)
  const { documents } = await upload(lead.id)
  const path = `/documents/${documents[0]?.id}/extraction`
  await post(path, { status: 'failed' })
  expect(await bodiesOf('document.extracted')).toMatchObject([
    { status: 'failed', summary: null, type: null, classification: null, extractionResult: null },
  ])
  expect(await bodiesOf('action_log.failed')).toMatchObject([
    { actionLog: { type: 'TOOL_CALL', status: 'FAILED', error: 'The document could not be read.' } },
  ])
  await post(path, { status: 'completed', overallValid: true })
  expect(await taken(send('GET', `/leads/${lead.id}/documents`))).toMatchObject([
    { metadata: { extractionStatus: 'completed' }, overallValid: true, validationResult: null },
  ])
  const unknown = { matchedChecklistItems: [{ checklistItemCode: 'nothing' }] }
  await expectInvalid(
    await send('POST', path, { status: 'completed', classification: unknown }),
    '/classification/matchedChecklistItems/0',
  )
  await expectInvalid(await send('POST', path, { status: 'begun' }), '/status')
  const other = await makeWorkspace(used.gateway.db)
  const foreign = await call(used.gateway, other.key, 'POST', path, { status: 'failed' })
  await expectProblem(foreign, 404, 'not_found')
  await taken(send('DELETE', `/leads/${lead.id}`))
  await expectProblem(await send('POST', path, { status: 'failed' }), 404, 'not_found')
})

test('a repeated idempotency key reports once', async () => {
  await listen()
  const { lead } = await create(used.gateway, workspace.key)
  const { documents } = await upload(lead.id)
  const path = `/documents/${documents[0]?.id}/extraction`
  const key = { 'idempotency-key': 'one' }
  const report = () => taken(call(used.gateway, workspace.key, 'POST', path, { status: 'failed' }, key))
  expect(await report()).toEqual(await report())
  expect(await bodiesOf('document.extracted')).toHaveLength(1)
})
