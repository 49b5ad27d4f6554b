import { z } from 'zod'
import { ChecklistItemStatus } from './checklist.ts'
import { ActionLog } from './lead-answer.ts'

/** What an endpoint can subscribe to. */
export const webhookEvents = [
  'lead.created',
  'lead.updated',
  'lead.completed',
  'lead.enriched',
  'document.received',
  'action_log.completed',
  'action_log.failed',
] as const
export const WebhookEvent = z.enum(webhookEvents)
export type WebhookEvent = z.infer<typeof WebhookEvent>

/** Sent on demand only, to the endpoint that is tested. */
export const testEvent = 'webhook.test'

const Time = z.iso.datetime({ precision: 3 })
const text = z.string().nullable()
const OfLead = z.strictObject({ leadId: z.uuid(), externalId: text })

export const LeadEventData = OfLead.extend({
  firstName: z.string(),
  middleName: text,
  lastName: text,
  phoneNumber: text,
  email: text,
  businessName: text,
  website: text,
  source: z.string(),
})
export type LeadEventData = z.infer<typeof LeadEventData>

const ChangedItem = z.strictObject({
  checklistItemId: z.uuid(),
  checklistItemCode: z.string(),
  value: z.unknown(),
  status: ChecklistItemStatus,
})

/** Members other than the two ids are there where they changed; null where the call cleared them. */
export const LeadUpdatedData = OfLead.extend({
  firstName: z.string().optional(),
  middleName: text.optional(),
  lastName: text.optional(),
  phoneNumber: text.optional(),
  email: text.optional(),
  businessName: text.optional(),
  timezone: text.optional(),
  assigneeType: z.string().optional(),
  didOptOut: z.boolean().optional(),
  emailVerified: z.boolean().optional(),
  status: z.string().optional(),
  tags: z.array(z.string()).optional(),
  checklistItems: z.array(ChangedItem).optional(),
})
export type LeadUpdatedData = z.infer<typeof LeadUpdatedData>

export const LeadCompletedData = LeadEventData.extend({
  checklistItems: z.array(ChangedItem.extend({ alternateValues: z.unknown(), updatedAt: Time })),
})
export type LeadCompletedData = z.infer<typeof LeadCompletedData>

export const LeadEnrichedData = OfLead.extend({
  timezone: text,
  timezoneSource: text,
  timezoneConfidence: text,
  activitySummary: z.string(),
})
export type LeadEnrichedData = z.infer<typeof LeadEnrichedData>

export const DocumentReceivedData = OfLead.extend({
  documentId: z.uuid(),
  filename: z.string(),
  mimeType: z.string(),
  size: z.int(),
  checklistItemId: z.uuid().nullable(),
})
export type DocumentReceivedData = z.infer<typeof DocumentReceivedData>

export const ActionLogEventData = OfLead.extend({
  actionLogId: z.uuid(),
  type: ActionLog.shape.type,
  status: ActionLog.shape.status,
  summary: text,
  error: text,
  parentActionId: z.uuid().nullable(),
  createdAt: Time,
  completedAt: Time.nullable(),
})
export type ActionLogEventData = z.infer<typeof ActionLogEventData>

const payload = <Event extends string, Data extends z.ZodType>(event: Event, data: Data) =>
  z.strictObject({ event: z.literal(event), timestamp: Time, data })

/** The body of every request that a receiver gets. */
export const WebhookPayload = z.discriminatedUnion('event', [
  payload('lead.created', LeadEventData),
  payload('lead.updated', LeadUpdatedData),
  payload('lead.completed', LeadCompletedData),
  payload('lead.enriched', LeadEnrichedData),
  payload('document.received', DocumentReceivedData),
  payload('action_log.completed', ActionLogEventData),
  payload('action_log.failed', ActionLogEventData),
  payload(testEvent, z.strictObject({ endpointId: z.uuid() })),
])
export type WebhookPayload = z.infer<typeof WebhookPayload>

/** An event on its way out, without its time. */
export type WebhookMessage = WebhookPayload extends infer Payload
  ? Payload extends { event: WebhookEvent }
    ? Omit<Payload, 'timestamp'>
    : never
  : never
