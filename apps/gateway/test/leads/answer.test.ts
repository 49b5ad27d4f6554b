import { makeWorkspace } from '@intake/testing/make-workspace'
import { expect, test } from 'vitest'
import { countStored } from '../count-stored.ts'
import { create, read } from '../create.ts'
import { useGateway } from '../use-gateway.ts'

const used = useGateway()
const uuidV7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

test('the least request gets the whole answer, every member present', async () => {
  const answer = await create(used.gateway, used.workspace.key, { firstName: 'Ada' })
  const { id, createdAt, updatedAt, ...lead } = answer.lead
  expect(lead).toEqual({
    workspaceId: used.workspace.id,
    activitySummary: null,
    assigneeType: 'AI_AGENT',
    businessName: null,
    deletedAt: null,
    didOptOut: false,
    optOutAt: null,
    optOutReason: null,
    consent: {},
    email: null,
    emailVerifiedAt: null,
    externalLeadId: null,
    attribution: null,
    customFields: {},
    externalPortalLink: null,
    firstName: 'Ada',
    middleName: null,
    lastName: null,
    phoneNumber: null,
    phoneExtension: null,
    phoneVerifiedAt: null,
    isTest: false,
    source: 'api',
    submittedAt: null,
    tags: [],
    timezone: null,
    timezoneAlternatives: [],
    timezoneBasis: null,
    timezoneSource: null,
    timezoneConfidence: null,
    website: null,
  })
  expect(id).toMatch(uuidV7)
  expect(updatedAt).toBe(createdAt)
  expect(answer).toMatchObject({
    success: true,
    documents: [],
    matchingLeads: [],
    lastAction: null,
    nextFollowUp: null,
    nextDraft: null,
  })
})

test('times are ISO 8601 in UTC with milliseconds, and now', async () => {
  // A gateway's idea of the database's time may be less than a second behind, never ahead.
  const before = new Date(Date.now() - 1000).toISOString()
  const answer = await create(used.gateway, used.workspace.key, { didOptOut: true, emailVerified: true })
  const after = new Date().toISOString()
  const { createdAt, updatedAt, optOutAt, emailVerifiedAt } = answer.lead
  const log = answer.actionLogs[0]
  for (const time of [createdAt, updatedAt, optOutAt, emailVerifiedAt, log?.createdAt, log?.completedAt]) {
    expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
    expect(before <= String(time) && String(time) <= after).toBe(true)
  }
})

test('one action log groups what the call set', async () => {
  const answer = await create(
    used.gateway,
    used.workspace.key,
    {
      firstName: ' Ada ',
      lastName: 'Lovelace',
      email: 'ada@example.com',
      middleName: '',
      businessName: null,
      tags: ['VIP'],
      checklistItems: [
        { code: 'tax_id', value: '12-3456789' },
        { code: 'owner_email', value: 'nobody' },
        { code: 'legal_name', status: 'SKIPPED' },
      ],
    },
    { 'x-request-id': 'request-of-ada' },
  )
  expect(answer.actionLogs).toHaveLength(1)
  expect(answer.actionLogs[0]).toMatchObject({
    type: 'API_ACTIVITY',
    status: 'COMPLETED',
    summary: 'Lead created',
    error: null,
    parentActionId: null,
    scheduledAt: null,
    tool: null,
    messages: [],
    documents: [],
    input: {
      requestId: 'request-of-ada',
      lead: { firstName: 'Ada', lastName: 'Lovelace', email: 'ada@example.com' },
      tags: ['VIP'],
      checklistItems: [
        { code: 'tax_id', value: '12-3456789', status: 'COMPLETED' },
        { code: 'owner_email', value: 'nobody', status: 'INVALID' },
        { code: 'legal_name', value: null, status: 'SKIPPED' },
      ],
    },
  })
  const { input } = answer.actionLogs[0] as { input: { lead: Record<string, unknown> } }
  expect(Object.keys(input).sort()).toEqual(['checklistItems', 'keyId', 'lead', 'requestId', 'tags'])
  expect(input.lead).not.toHaveProperty('middleName')
  expect(input.lead).not.toHaveProperty('businessName')
})

test('a create writes one lead, one log, one outbox entry and one owed enrichment', async () => {
  const workspace = await makeWorkspace(used.gateway.db)
  await create(used.gateway, workspace.key, {
    tags: ['a', 'b'],
    checklistItems: [{ code: 'tax_id', value: '12-3456789' }],
  })
  expect(await countStored(used.gateway.db, workspace.id)).toEqual({
    leads: 1,
    tags: 2,
    lead_tags: 2,
    action_logs: 1,
    outbox: 1,
    owed_enrichments: 1,
    idempotency_keys: 0,
  })
})

test('read gives the same as create, less success and warnings', async () => {
  const { success, warnings, ...created } = await create(used.gateway, used.workspace.key, {
    phoneNumber: '6782319992',
    email: 'same@example.com',
    timezone: 'Europe/Berlin',
    didOptOut: true,
    tags: ['VIP'],
    checklistItems: [{ code: 'business_address', value: { street: '1 Main St', city: 'Springfield' } }],
  })
  expect(success).toBe(true)
  expect(warnings).toEqual([])
  expect(await read(used.gateway, used.workspace.key, created.lead.id)).toEqual(created)
})

test('a test key makes test leads', async () => {
  const { lead } = await create(used.gateway, used.workspace.testKey, { isTest: false })
  expect(lead).toMatchObject({ isTest: true, workspaceId: used.workspace.id })
  expect((await read(used.gateway, used.workspace.key, lead.id)).lead.isTest).toBe(true)
})
