import type { WebhookPayload } from '@intake/contracts/webhook-events'
import { exampleIds } from './example-ids.ts'

type ExampleOf<Event> = Extract<WebhookPayload, { event: Event }>['data']

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
const message = {
  ...ofLead,
  actionLogId: exampleIds.draft,
  type: 'MESSAGE',
  summary: 'First text',
  parentActionId: null,
  createdAt: '2026-11-24T05:00:00.000Z',
  completedAt: '2026-11-24T05:01:00.000Z',
} as const

/** What each event may say. */
export const webhookExamples: { [Event in WebhookPayload['event']]: ExampleOf<Event> } = {
  'lead.created': lead,
  'lead.updated': { ...ofLead, lastName: null, tags: ['VIP'], checklistItems: [taxId] },
  'lead.completed': {
    ...lead,
    checklistItems: [{ ...taxId, alternateValues: null, updatedAt: '2026-11-24T05:01:00.000Z' }],
  },
  'lead.enriched': {
    ...ofLead,
    timezone: 'America/New_York',
    timezoneSource: 'phone',
    timezoneConfidence: 'high',
    activitySummary: 'Lead created. Set: firstName, phoneNumber.',
  },
  'document.received': {
    ...ofLead,
    documentId: exampleIds.document,
    filename: 'statement.pdf',
    mimeType: 'application/pdf',
    size: 48213,
    checklistItemId: null,
  },
  'action_log.completed': { ...message, status: 'COMPLETED', error: null },
  'action_log.failed': { ...message, status: 'FAILED', error: 'number out of service' },
  'submission.quarantined': {
    submissionId: exampleIds.submission,
    sourceId: exampleIds.source,
    code: 'nothing_to_take',
  },
  'source.degraded': {
    sourceId: exampleIds.source,
    kind: 'meta',
    name: 'Spring campaign',
    health: 'DEGRADED',
    reason: 'the provider refused the token',
  },
  'webhook.test': { endpointId: exampleIds.endpoint },
}
