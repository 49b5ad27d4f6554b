import { fileFieldTypes } from '@intake/contracts/checklist'
import type { WebhookMessage } from '@intake/contracts/webhook-events'
import type { Db } from '@intake/database/create-database'
import type { LeadRow } from '@intake/database/tables'
import { sql } from 'kysely'
import { type LeadChecklist, leadChecklist } from '../checklist/lead-checklist.ts'
import { isComplete } from '../checklist/lead-status.ts'
import { readOneOffItems } from '../checklist/read-one-off-items.ts'
import { announceText } from '../outbox/announce.ts'
import type { WorkspaceConfiguration } from '../workspace/configuration-cache.ts'
import { type CompletedDocument, leadCompleted } from './events.ts'
import { insertDeliveries, isSubscribed, toEventRows } from './new-deliveries.ts'

const announceDue = sql.raw(announceText('webhook.due', 'due'))

/** Something that happened to a lead; null for nothing. */
export interface LeadEvent {
  lead: Pick<LeadRow, 'id' | 'is_test'>
  message: WebhookMessage | null
}

/**
 * Records events for the endpoints that are subscribed to them, in the caller's transaction, and announces them. Events of
 * one lead are sent in the order in which they were recorded, so its row must be locked. Test leads are never told of. Asks
 * the database nothing when nobody listens.
 */
export async function recordEvents(
  trx: Db,
  workspace: Pick<WorkspaceConfiguration, 'id' | 'webhooks'>,
  events: readonly LeadEvent[],
  { requestId = null, at = new Date() }: { requestId?: string | null; at?: Date } = {},
): Promise<void> {
  const { id: workspaceId } = workspace
  if (workspace.webhooks.length === 0) return
  const rows = events
    .filter(({ lead }) => !lead.is_test)
    .flatMap(({ lead, message }) =>
      toEventRows(workspace, [message], at).map((row) => ({ lead_id: lead.id, ...row })),
    )
  if (rows.length === 0) return
  await sql`
    with given_events as materialized (
      select ${workspaceId}::uuid as workspace_id, e.*
      from jsonb_to_recordset(${JSON.stringify(rows.map((row, number) => ({ number, ...row })))}::jsonb)
        as e (number int, lead_id uuid, event text, payload jsonb, targets jsonb)
    ), new_deliveries as (${insertDeliveries}), due as (
      select distinct workspace_id, lead_id, ${requestId}::text as request_id, null::text as traceparent from new_deliveries
    )
    ${announceDue}`.execute(trx)
}

/**
 * Records `lead.completed` if the required items of a locked lead are done and it wasn't announced before, in the caller's
 * transaction. Call it after any write that can settle an item.
 */
export async function recordCompletion(
  trx: Db,
  workspace: WorkspaceConfiguration,
  lead: LeadRow,
  told: { requestId?: string | null; at?: Date } = {},
): Promise<void> {
  if (lead.is_test || !isSubscribed(workspace.webhooks, 'lead.completed')) return
  const oneOffItems = await readOneOffItems(trx, workspace.id, [lead.id])
  const checklist = leadChecklist(lead.id, workspace.template, oneOffItems, lead.checklist)
  if (!isComplete(lead, checklist)) return
  const { rows } = await sql`
    insert into lead_completions (workspace_id, lead_id) values (${workspace.id}, ${lead.id})
    on conflict do nothing returning lead_id`.execute(trx)
  if (rows.length === 0) return
  const documents = await readFiles(trx, lead, checklist)
  await recordEvents(trx, workspace, [{ lead, message: leadCompleted(lead, checklist, documents) }], told)
}

/** The files of a lead's checklist, where it asks for some. */
async function readFiles(
  trx: Db,
  lead: LeadRow,
  checklist: LeadChecklist,
): Promise<readonly CompletedDocument[]> {
  const items = checklist.flatMap((group) => group.items).map(({ item }) => item)
  if (!items.some((item) => fileFieldTypes.has(item.field_type))) return []
  return trx
    .selectFrom('documents')
    .select(['id', 'external_id', 'filename', 'mime_type', 'size', 'validation_result', 'checklist_item_id'])
    .where('workspace_id', '=', lead.workspace_id)
    .where('lead_id', '=', lead.id)
    .where('checklist_item_id', 'is not', null)
    .orderBy('id', 'desc')
    .execute()
}
