import type { Db } from '@intake/database/create-database'
import type { LeadRow } from '@intake/database/tables'
import { sql } from 'kysely'
import { leadChecklist } from '../checklist/lead-checklist.ts'
import { isComplete } from '../checklist/lead-status.ts'
import { readOneOffItems } from '../checklist/read-one-off-items.ts'
import type { WorkspaceConfiguration } from '../workspace/configuration-cache.ts'
import { leadCompleted } from './events.ts'
import { isSubscribed } from './new-deliveries.ts'
import { recordEvents } from './record-events.ts'

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
  await recordEvents(trx, workspace, [{ lead, message: leadCompleted(lead, checklist) }], told)
}
