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
import { isSubscribed, toEventRows } from './new-deliveries.ts'

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

/** With the items that a call ever touched, in the order of the checklist. */
export function leadCompleted(lead: LeadRow, checklist: LeadChecklist): WebhookMessage {
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
            },
          ]
        : [],
    ),
  }
  return { event: 'lead.completed', data }
}

export type ReceivedDocument = Pick<DocumentRow, 'id' | 'filename' | 'mime_type' | 'checklist_item_id'> & {
  size: number
}

export function documentReceived(lead: LeadRow, document: ReceivedDocument): WebhookMessage {
  return {
    event: 'document.received',
    data: {
      ...leadIds(lead),
      documentId: document.id,
      filename: document.filename,
      mimeType: document.mime_type,
      size: document.size,
      checklistItemId: document.checklist_item_id,
    },
  }
}

/** For an entry that a client wrote and that is settled; null for any other. */
export function actionLogSettled(lead: LeadRow, log: ActionLog): WebhookMessage | null {
  if (log.status !== 'COMPLETED' && log.status !== 'FAILED') return null
  const { type, status, summary, error, parentActionId, createdAt, completedAt } = log
  return {
    event: status === 'COMPLETED' ? 'action_log.completed' : 'action_log.failed',
    data: {
      ...leadIds(lead),
      ...{ actionLogId: log.id, type, status, summary, error, parentActionId, createdAt, completedAt },
    },
  }
}

/** The events of a dated lead that is about to be written: created, and completed where the call itself settles all that is required. */
export function createdEvents({ row, template, webhooks }: NewLead, at: Date) {
  if (webhooks.length === 0 || row.is_test) return []
  const checklist = isSubscribed(webhooks, 'lead.completed')
    ? leadChecklist(row.id, template, [], row.checklist)
    : null
  const completed = checklist && isComplete(row, checklist) ? leadCompleted(row, checklist) : null
  return toEventRows(webhooks, [leadCreated(row), completed], at)
}
