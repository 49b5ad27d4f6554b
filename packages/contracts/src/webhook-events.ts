import { z } from 'zod'
import { ChecklistItemStatus } from './checklist.ts'
import { DocumentExtraction } from './extraction.ts'
import { ActionLog, Document } from './lead-answer.ts'
import { fieldNamesWith, statedFields } from './lead-fields.ts'

/** What an endpoint can subscribe to. */
export const webhookEvents = [
  'lead.created',
  'lead.updated',
  'lead.completed',
  'lead.enriched',
  'lead.deleted',
  'lead.erased',
  'lead.merged',
  'lead.unmerged',
  'document.received',
  'document.extracted',
  'action_log.completed',
  'action_log.failed',
  'submission.quarantined',
  'source.degraded',
  'enrichment.dead',
  'endpoint.disabled',
] as const
export const WebhookEvent = z.enum(webhookEvents)
export type WebhookEvent = z.infer<typeof WebhookEvent>

/** Sent on demand only, to the endpoint that is tested. */
export const testEvent = 'webhook.test'

const Time = z.iso.datetime({ precision: 3 })
const text = z.string().nullable()
const OfLead = z.strictObject({
  leadId: z.uuid().describe('UUID of the lead.'),
  externalId: text.describe('The id that your side gave it.'),
})

export const LeadEventData = OfLead.extend(statedFields(fieldNamesWith('inEvents')))
export type LeadEventData = z.infer<typeof LeadEventData>

const ChangedItem = z.strictObject({
  checklistItemId: z.uuid().describe('UUID of the item’s definition.'),
  checklistItemCode: z.string().describe('Its code.'),
  value: z.unknown().describe('What is stored for it; null for nothing.'),
  status: ChecklistItemStatus.describe('How far it is.'),
})

/** Members other than the two ids are there where they changed; null where the call cleared them. */
export const LeadUpdatedData = OfLead.extend({
  ...z
    .object(statedFields(fieldNamesWith('input')))
    .omit({ externalLeadId: true })
    .partial().shape,
  status: z.string().optional().describe('The status that the call set, changed or not.'),
  tags: z.array(z.string()).optional().describe('All tags that it has now.'),
  checklistItems: z.array(ChangedItem).optional().describe('The items of the call.'),
})
export type LeadUpdatedData = z.infer<typeof LeadUpdatedData>

export const LeadCompletedData = LeadEventData.extend({
  checklistItems: z
    .array(
      ChangedItem.extend({
        alternateValues: z.unknown().describe('Other values that were found for it.'),
        updatedAt: Time.describe('When it was last changed.'),
        documents: z
          .array(
            z.strictObject({
              documentId: z.uuid().describe('UUID of the document.'),
              externalId: text.describe('The id that your side gave the document.'),
              filename: Document.shape.filename,
              mimeType: Document.shape.mimeType,
              size: Document.shape.size,
              validationResult: Document.shape.validationResult,
            }),
          )
          .optional()
          .describe('On file types only.'),
      }),
    )
    .describe('The items that were ever touched.'),
})
export type LeadCompletedData = z.infer<typeof LeadCompletedData>

export const LeadEnrichedData = OfLead.extend({
  timezone: text.describe('IANA name of the time zone.'),
  timezoneSource: text.describe('`provided` by a call, or inferred from the `phone`.'),
  timezoneConfidence: text.describe('Of one that was inferred: `high`, `medium`, `low` or `none`.'),
  activitySummary: z.string().describe('What the last activity was.'),
})
export type LeadEnrichedData = z.infer<typeof LeadEnrichedData>

export const LeadErasedData = OfLead.extend({
  erasedAt: Time.describe('When nothing was left of it.'),
})
export const LeadDeletedData = OfLead.extend({ deletedAt: Time.describe('When it was deleted.') })

export const LeadMergedData = OfLead.extend({
  into: z.uuid().describe('UUID of the lead that stays.'),
  intoExternalId: text.describe('The id that your side gave that one.'),
})
export const LeadUnmergedData = OfLead.extend({
  from: z.uuid().describe('UUID of the lead that it was part of.'),
})

export const DocumentReceivedData = OfLead.extend({
  documentId: z.uuid().describe('UUID of the document.'),
  filename: z.string().describe('Its name.'),
  mimeType: z.string().describe('Its type, by the content where it can be told.'),
  size: z.int().describe('Bytes.'),
  checklistItemId: z.uuid().nullable().describe('UUID of the definition of the item that it is for.'),
})
export type DocumentReceivedData = z.infer<typeof DocumentReceivedData>

/** The file, as the documented API tells of it. Here `externalId` is the document's own. */
export const ReceivedDocument = z.strictObject({
  id: Document.shape.id,
  externalId: text.describe('The id that your side gave the document.'),
  filename: Document.shape.filename,
  leadId: z.uuid().describe('UUID of the lead.'),
  externalLeadId: text.describe('The id that your side gave the lead.'),
  signedUrl: Document.shape.signedUrl.describe(
    'Address to download it from, good for an hour from `timestamp` on.',
  ),
  size: Document.shape.size,
  mimeType: Document.shape.mimeType,
  messageId: z.uuid().nullable().describe('UUID of the message that it came with.'),
  metadata: Document.shape.metadata,
  createdAt: Document.shape.createdAt,
})
export type ReceivedDocument = z.infer<typeof ReceivedDocument>

export const DocumentExtractedData = OfLead.extend({
  documentId: z.uuid().describe('UUID of the document.'),
  actionLogId: z.uuid().describe('UUID of the TOOL_CALL entry.'),
  overallValid: Document.shape.overallValid,
})

export const ActionLogEventData = OfLead.extend({
  actionLogId: z.uuid().describe('UUID of the entry.'),
  type: ActionLog.shape.type,
  status: ActionLog.shape.status,
  summary: text.describe('What happened, for people.'),
  error: text.describe('Why it failed.'),
  parentActionId: z.uuid().nullable().describe('UUID of the entry that it belongs to.'),
  createdAt: Time.describe('When it was written.'),
  completedAt: Time.nullable().describe('When it ended.'),
})
export type ActionLogEventData = z.infer<typeof ActionLogEventData>

const { id, type, status, summary, input, output, messages, completedAt } = ActionLog.shape
const CompletedEntry = z.strictObject({
  ...{ id, type, status },
  leadId: z.uuid().describe('UUID of the lead.'),
  ...{ summary, input, output, messages, completedAt },
})
const FailedEntry = CompletedEntry.extend({
  error: ActionLog.shape.error,
  agentId: z.uuid().nullable().describe('UUID of the agent that failed; null where none is known.'),
  tool: z
    .strictObject({ id: z.uuid().describe('UUID of the tool.'), name: z.string().describe('Its name.') })
    .nullable()
    .describe('The tool of a TOOL_CALL.'),
})

export const SubmissionQuarantinedData = z.strictObject({
  submissionId: z.uuid().describe('UUID of the submission.'),
  sourceId: z.uuid().describe('UUID of its source.'),
  code: z.string().describe('Why it is no lead yet.'),
})
export const SourceDegradedData = z.strictObject({
  sourceId: z.uuid().describe('UUID of the source.'),
  kind: z.string().describe('Its kind.'),
  name: z.string().describe('Its name.'),
  health: z.string().describe('`DEGRADED` or `SILENT`.'),
  reason: text.describe('What is wrong.'),
})

export const EnrichmentDeadData = z.strictObject({
  leadIds: z.array(z.uuid()).describe('UUIDs of the leads.'),
  job: z.string().describe('The job that failed for good.'),
  reason: z.string().describe('Why: class and code of the error.'),
  attempts: z.int().describe('How often it was tried.'),
})
export const EndpointDisabledData = z.strictObject({
  endpointId: z.uuid().describe('UUID of the webhook endpoint.'),
  reason: z.string().describe('Why it was disabled.'),
})

const TestData = z.strictObject({ endpointId: z.uuid().describe('UUID of the endpoint.') })

const bodyOf = <Event extends string, Data extends z.ZodType>(event: Event, data: Data) =>
  z.strictObject({
    event: z.literal(event).describe('What happened.'),
    timestamp: Time.describe('When it happened.'),
    workspaceId: z.uuid().describe('UUID of the workspace.'),
    data: data.describe('To whom, and what.'),
  })

const payload = <Event extends string, Data extends z.ZodType>(
  event: Event,
  data: Data,
  meta: { id: string; description: string },
) => bodyOf(event, data).meta(meta)

/** With the members that the documented API has beside `data`. */
const documentedPayload = <Event extends string, Data extends z.ZodType, Documented extends z.ZodRawShape>(
  event: Event,
  data: Data,
  documented: Documented,
  meta: { id: string; description: string },
) => z.strictObject({ ...bodyOf(event, data).shape, ...documented }).meta(meta)

/** The body of every request that a receiver gets. */
export const WebhookPayload = z.discriminatedUnion('event', [
  payload('lead.created', LeadEventData, { id: 'LeadCreatedEvent', description: 'A lead was taken in.' }),
  payload('lead.updated', LeadUpdatedData, {
    id: 'LeadUpdatedEvent',
    description:
      'A call changed a lead. Other members than the ids are there where they changed, null where they were cleared.',
  }),
  payload('lead.completed', LeadCompletedData, {
    id: 'LeadCompletedEvent',
    description: 'All required items of a lead are done; once for a lead.',
  }),
  payload('lead.enriched', LeadEnrichedData, {
    id: 'LeadEnrichedEvent',
    description: 'The jobs after a create or a change are done.',
  }),
  payload('lead.deleted', LeadDeletedData, {
    id: 'LeadDeletedEvent',
    description: 'A lead was deleted.',
  }),
  payload('lead.erased', LeadErasedData, {
    id: 'LeadErasedEvent',
    description: 'Nothing is left of the person behind a lead but its id.',
  }),
  payload('lead.merged', LeadMergedData, {
    id: 'LeadMergedEvent',
    description: 'A lead became part of another.',
  }),
  payload('lead.unmerged', LeadUnmergedData, {
    id: 'LeadUnmergedEvent',
    description: 'A merge was undone: the lead is there again.',
  }),
  documentedPayload(
    'document.received',
    DocumentReceivedData,
    { document: ReceivedDocument.describe('The file.') },
    { id: 'DocumentReceivedEvent', description: 'A file was stored for a lead.' },
  ),
  documentedPayload(
    'document.extracted',
    DocumentExtractedData,
    {
      leadId: z.uuid().describe('UUID of the lead.'),
      externalLeadId: text.describe('The id that your side gave the lead.'),
      documentId: z.uuid().describe('UUID of the document.'),
      externalId: text.describe('The id that your side gave the document.'),
      parentActionId: z.uuid().nullable().describe('UUID of the entry of the upload.'),
      ...DocumentExtraction.shape,
    },
    { id: 'DocumentExtractedEvent', description: 'An extractor has read a document, or failed to.' },
  ),
  documentedPayload(
    'action_log.completed',
    ActionLogEventData,
    { actionLog: CompletedEntry.describe('The entry.') },
    {
      id: 'ActionLogCompletedEvent',
      description:
        'A timeline entry was completed, whoever wrote it; an API_ACTIVITY only where the endpoint asks for it.',
    },
  ),
  documentedPayload(
    'action_log.failed',
    ActionLogEventData,
    { actionLog: FailedEntry.describe('The entry.') },
    { id: 'ActionLogFailedEvent', description: 'A timeline entry has failed, whoever wrote it.' },
  ),
  payload('submission.quarantined', SubmissionQuarantinedData, {
    id: 'SubmissionQuarantinedEvent',
    description: 'Something came in that can’t be a lead yet. It waits for a person.',
  }),
  payload('source.degraded', SourceDegradedData, {
    id: 'SourceDegradedEvent',
    description: 'A source is silent, or something is wrong with it.',
  }),
  payload('enrichment.dead', EnrichmentDeadData, {
    id: 'EnrichmentDeadEvent',
    description: 'Leads whose enrichment failed for good. They wait for a person.',
  }),
  payload('endpoint.disabled', EndpointDisabledData, {
    id: 'EndpointDisabledEvent',
    description: 'A webhook endpoint was disabled because it failed for too long. The others are told.',
  }),
  payload(testEvent, TestData, {
    id: 'WebhookTestEvent',
    description: 'Sent on demand, to the endpoint that is tested.',
  }),
])
export type WebhookPayload = z.infer<typeof WebhookPayload>

/** An event on its way out, without its time and workspace. */
export type WebhookMessage = WebhookPayload extends infer Payload
  ? Payload extends { event: WebhookEvent }
    ? Omit<Payload, 'timestamp' | 'workspaceId'>
    : never
  : never
