import type { WebhookPayload } from '@intake/contracts/webhook-events'
import { exampleIds } from './example-ids.ts'

type ExampleOf<Event> = Omit<Extract<WebhookPayload, { event: Event }>, 'event' | 'timestamp' | 'workspaceId'>

const ofLead = { leadId: exampleIds.lead, externalId: 'crm-1' }
const lead = {
  ...ofLead,
  firstName: 'John',
  middleName: null,
  lastName: 'Doe',
  phoneNumber: '+16782319992',
  email: 'john@example.com',
  businessName: null,
  website: null,
  source: 'google-ads',
  customFields: { budget: '50k' },
  attribution: { utm: { source: 'google', campaign: 'spring' } },
}
const taxId = {
  checklistItemId: '019a1f00-0000-7000-8000-000000000002',
  checklistItemCode: 'tax_id',
  value: '12-3456789',
  status: 'COMPLETED',
} as const
const times = { createdAt: '2026-11-24T05:00:00.000Z', completedAt: '2026-11-24T05:01:00.000Z' }
const entry = { type: 'MESSAGE', summary: 'First text' } as const
const message = { ...ofLead, actionLogId: exampleIds.draft, ...entry, parentActionId: null, ...times }
const actionLog = {
  id: exampleIds.draft,
  ...entry,
  leadId: exampleIds.lead,
  input: null,
  output: null,
  messages: [
    {
      id: '019a1f00-0000-7000-8000-000000000003',
      channel: 'sms',
      direction: 'OUTBOUND' as const,
      subject: null,
      body: 'Do you have a minute today?',
      documents: [],
    },
  ],
  completedAt: times.completedAt,
}
const file = { filename: 'statement.pdf', mimeType: 'application/pdf', size: 48213 }
const fileItem = '019a1f00-0000-7000-8000-000000000004'

/** What each event may say. */
export const webhookExamples: { [Event in WebhookPayload['event']]: ExampleOf<Event> } = {
  'lead.created': { data: lead },
  'lead.updated': { data: { ...ofLead, lastName: null, tags: ['VIP'], checklistItems: [taxId] } },
  'lead.completed': {
    data: {
      ...lead,
      checklistItems: [
        { ...taxId, alternateValues: null, updatedAt: '2026-11-24T05:01:00.000Z' },
        {
          checklistItemId: fileItem,
          checklistItemCode: 'bank_statements',
          value: null,
          status: 'COMPLETED',
          alternateValues: null,
          updatedAt: '2026-11-24T05:01:00.000Z',
          documents: [
            { documentId: exampleIds.document, externalId: 'doc-7', ...file, validationResult: null },
          ],
        },
      ],
    },
  },
  'lead.enriched': {
    data: {
      ...ofLead,
      timezone: 'America/New_York',
      timezoneSource: 'phone',
      timezoneConfidence: 'high',
      activitySummary: 'Lead created. Set: firstName, phoneNumber.',
    },
  },
  'lead.deleted': { data: { ...ofLead, deletedAt: '2026-11-24T05:01:00.000Z' } },
  'lead.erased': { data: { ...ofLead, externalId: null, erasedAt: '2026-11-24T05:02:00.000Z' } },
  'lead.merged': { data: { ...ofLead, into: exampleIds.other, intoExternalId: null } },
  'lead.unmerged': { data: { ...ofLead, from: exampleIds.other } },
  'document.received': {
    data: { ...ofLead, documentId: exampleIds.document, ...file, checklistItemId: null },
    document: {
      id: exampleIds.document,
      externalId: 'doc-7',
      ...file,
      leadId: exampleIds.lead,
      externalLeadId: 'crm-1',
      signedUrl: 'https://intake.example.com/files/statement?expires=1764000000&signature=c2lnbmF0dXJl',
      messageId: null,
      metadata: { extractionStatus: null },
      createdAt: '2026-11-24T05:01:00.000Z',
    },
  },
  'document.extracted': {
    data: {
      ...ofLead,
      documentId: exampleIds.document,
      actionLogId: exampleIds.draft,
      overallValid: true,
    },
    leadId: exampleIds.lead,
    externalLeadId: 'crm-1',
    documentId: exampleIds.document,
    externalId: 'doc-7',
    parentActionId: '019a1f00-0000-7000-8000-000000000005',
    status: 'completed',
    summary: 'Statement of October 2026',
    type: 'bank_statement',
    classification: {
      noMatchedItemReason: null,
      matchedChecklistItems: [
        {
          checklistItemCode: 'bank_statements',
          fieldType: 'BANK_STATEMENT',
          label: 'Bank statements',
          leadChecklistItemId: exampleIds.fileItem,
          validation: { status: 'valid', reasons: [] },
        },
      ],
    },
    extractionResult: {
      items: [{ label: 'Closing balance', value: 48213.07, leadChecklistItemId: null }],
      extractedCount: 1,
    },
  },
  'action_log.completed': {
    data: { ...message, status: 'COMPLETED', error: null },
    actionLog: { ...actionLog, status: 'COMPLETED' },
  },
  'action_log.failed': {
    data: { ...message, status: 'FAILED', error: 'number out of service' },
    actionLog: {
      ...actionLog,
      status: 'FAILED',
      error: 'number out of service',
      agentId: null,
      tool: null,
    },
  },
  'submission.quarantined': {
    data: { submissionId: exampleIds.submission, sourceId: exampleIds.source, code: 'nothing_to_take' },
  },
  'source.degraded': {
    data: {
      sourceId: exampleIds.source,
      kind: 'meta',
      name: 'Spring campaign',
      health: 'DEGRADED',
      reason: 'the provider refused the token',
    },
  },
  'enrichment.dead': {
    data: {
      leadIds: [exampleIds.lead],
      job: 'duplicate-matching',
      reason: 'DatabaseError 57014',
      attempts: 5,
    },
  },
  'endpoint.disabled': {
    data: { endpointId: exampleIds.endpoint, reason: 'the receiver answered 410 Gone' },
  },
  'webhook.test': { data: { endpointId: exampleIds.endpoint } },
}
