import { fileFieldTypes } from '@intake/contracts/checklist'
import type { DocumentExtraction } from '@intake/contracts/extraction'
import type { ActionLog } from '@intake/contracts/lead-answer'
import type {
  LeadCompletedData,
  LeadEventData,
  LeadUpdatedData,
  WebhookMessage,
} from '@intake/contracts/webhook-events'
import type { ChecklistItemRow, DocumentRow, LeadRow, StoredValue } from '@intake/database/tables'
import { type LeadChecklist, leadChecklist } from '../checklist/lead-checklist.ts'
import { isComplete } from '../checklist/lead-status.ts'
import { eventFields } from '../create/lead-fields.ts'
import type { NewLead } from '../create/new-lead.ts'
import { hearsApiActivity, isSubscribed, toEventRows } from './new-deliveries.ts'

/** Summary of the entry of a create. */
export const createdSummary = 'Lead created'

/** What every event about a lead tells. */
export function leadIds(lead: Pick<LeadRow, 'id' | 'external_lead_id'>) {
  return { leadId: lead.id, externalId: lead.external_lead_id }
}

function leadData(lead: LeadRow): LeadEventData {
  return { ...leadIds(lead), ...(eventFields(lead) as Omit<LeadEventData, 'leadId' | 'externalId'>) }
}

export function leadCreated(lead: LeadRow): WebhookMessage {
  return { event: 'lead.created', data: leadData(lead) }
}

export interface LeadChanges {
  /** By their names in the API; null where cleared. */
  fields: Record<string, unknown>
  /** All tags, where they changed. */
  tags?: string[] | undefined
  items: { item: Pick<ChecklistItemRow, 'id' | 'code'>; value: unknown; status: StoredValue['status'] }[]
}

/** Null when nothing changed that the event could tell. */
export function leadUpdated(lead: LeadRow, { fields, tags, items }: LeadChanges): WebhookMessage | null {
  const { externalLeadId, ...changed } = fields
  const data: LeadUpdatedData = {
    ...leadIds(lead),
    ...changed,
    ...(tags ? { tags } : {}),
    ...(items.length > 0
      ? {
          checklistItems: items.map(({ item, value, status }) => ({
            checklistItemId: item.id,
            checklistItemCode: item.code,
            value: value ?? null,
            status,
          })),
        }
      : {}),
  }
  if (externalLeadId === undefined && Object.keys(data).length === Object.keys(leadIds(lead)).length)
    return null
  return { event: 'lead.updated', data }
}

/** A file of a checklist item, as a completed lead tells of it. */
export type CompletedDocument = Pick<
  DocumentRow,
  'id' | 'external_id' | 'filename' | 'mime_type' | 'size' | 'validation_result' | 'checklist_item_id'
>

function filesOf(itemId: string, documents: readonly CompletedDocument[]) {
  return documents
    .filter(({ checklist_item_id }) => checklist_item_id === itemId)
    .map((document) => ({
      documentId: document.id,
      externalId: document.external_id,
      filename: document.filename,
      mimeType: document.mime_type,
      size: Number(document.size),
      validationResult: document.validation_result,
    }))
}

/** With the items that a call ever touched, in the order of the checklist. */
export function leadCompleted(
  lead: LeadRow,
  checklist: LeadChecklist,
  documents: readonly CompletedDocument[] = [],
): WebhookMessage {
  const items = checklist.flatMap((group) => group.items)
  const data: LeadCompletedData = {
    ...leadData(lead),
    checklistItems: items.flatMap(({ item, stored }) =>
      stored
        ? [
            {
              checklistItemId: item.id,
              checklistItemCode: item.code,
              value: stored.value ?? null,
              alternateValues: stored.alternates ?? null,
              status: stored.status,
              updatedAt: stored.updatedAt ?? lead.created_at.toISOString(),
              ...(fileFieldTypes.has(item.field_type) ? { documents: filesOf(item.id, documents) } : {}),
            },
          ]
        : [],
    ),
  }
  return { event: 'lead.completed', data }
}

export type ReceivedDocument = Pick<
  DocumentRow,
  'id' | 'external_id' | 'filename' | 'mime_type' | 'checklist_item_id' | 'created_at'
> & { size: number }

/** `signedUrl` is an address to download the document from. */
export function documentReceived(
  lead: LeadRow,
  document: ReceivedDocument,
  signedUrl: string,
): WebhookMessage {
  const { id, filename, mime_type: mimeType, size, external_id: externalId } = document
  return {
    event: 'document.received',
    data: {
      ...leadIds(lead),
      ...{ documentId: id, filename, mimeType, size, checklistItemId: document.checklist_item_id },
    },
    document: {
      ...{ id, externalId, filename, leadId: lead.id, externalLeadId: lead.external_lead_id },
      ...{ signedUrl, size, mimeType, messageId: null },
      metadata: { extractionStatus: null },
      createdAt: document.created_at.toISOString(),
    },
  }
}

export function documentExtracted(
  lead: LeadRow,
  document: DocumentRow,
  { actionLogId, ...extraction }: DocumentExtraction & { actionLogId: string },
): WebhookMessage {
  return {
    event: 'document.extracted',
    data: {
      ...leadIds(lead),
      ...{ documentId: document.id, actionLogId, overallValid: document.overall_valid },
    },
    leadId: lead.id,
    externalLeadId: lead.external_lead_id,
    documentId: document.id,
    externalId: document.external_id,
    parentActionId: document.action_log_id,
    ...extraction,
  }
}

export function leadMerged(lead: LeadRow, into: LeadRow): WebhookMessage {
  const data = { ...leadIds(lead), into: into.id, intoExternalId: into.external_lead_id }
  return { event: 'lead.merged', data }
}

export function leadUnmerged(lead: LeadRow, from: string): WebhookMessage {
  return { event: 'lead.unmerged', data: { ...leadIds(lead), from } }
}

export function leadDeleted(lead: LeadRow, at: Date): WebhookMessage {
  return { event: 'lead.deleted', data: { ...leadIds(lead), deletedAt: at.toISOString() } }
}

export function leadErased({ id }: Pick<LeadRow, 'id'>, at: Date): WebhookMessage {
  return { event: 'lead.erased', data: { leadId: id, externalId: null, erasedAt: at.toISOString() } }
}

/** What is told of a timeline entry. */
export type SettledEntry = Pick<
  ActionLog,
  'id' | 'type' | 'status' | 'summary' | 'input' | 'completedAt' | 'createdAt'
> &
  Partial<Pick<ActionLog, 'output' | 'error' | 'parentActionId' | 'messages' | 'tool'>>

/** For an entry that is completed or has failed; null for any other. */
export function actionLogSettled(
  lead: Pick<LeadRow, 'id' | 'external_lead_id'>,
  log: SettledEntry,
): WebhookMessage | null {
  const { id, type, status, summary, input, createdAt, completedAt } = log
  const { output = null, error = null, parentActionId = null, messages = [], tool = null } = log
  const data = {
    ...leadIds(lead),
    ...{ actionLogId: id, type, status, summary, error, parentActionId, createdAt, completedAt },
  }
  const actionLog = {
    ...{ id, type, status, leadId: lead.id },
    ...{ summary, input, output, messages, completedAt },
  }
  if (status === 'COMPLETED') return { event: 'action_log.completed', data, actionLog }
  if (status !== 'FAILED') return null
  const failed = { ...actionLog, error, agentId: null, tool: tool && { id: tool.id, name: tool.name } }
  return { event: 'action_log.failed', data, actionLog: failed }
}

/** The events of a dated lead that is about to be written: created, and completed where the call itself settles all that is required. */
export function createdEvents({ row, template, webhooks, actionLog }: NewLead, at: Date) {
  if (webhooks.length === 0 || row.is_test) return []
  const checklist = isSubscribed(webhooks, 'lead.completed')
    ? leadChecklist(row.id, template, [], row.checklist)
    : null
  const completed = checklist && isComplete(row, checklist) ? leadCompleted(row, checklist) : null
  const entry = hearsApiActivity(webhooks) ? createdEntry(row, actionLog, at) : null
  return toEventRows({ id: row.workspace_id, webhooks }, [leadCreated(row), entry, completed], at)
}

function createdEntry(row: LeadRow, { id, inputJson }: NewLead['actionLog'], at: Date) {
  const input: unknown = JSON.parse(inputJson)
  const time = at.toISOString()
  const settled = { type: 'API_ACTIVITY', status: 'COMPLETED', summary: createdSummary } as const
  return actionLogSettled(row, { id, ...settled, input, createdAt: time, completedAt: time })
}
