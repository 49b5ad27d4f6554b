import type { Db } from '@intake/database/create-database'
import type { LeadRow } from '@intake/database/tables'
import { sql } from 'kysely'
import { leadChecklist } from '../checklist/lead-checklist.ts'
import { isComplete } from '../checklist/lead-status.ts'
import { readOneOffItems } from '../checklist/read-checklist.ts'
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
  const values = await readValues(trx, lead)
  const oneOffItems = await readOneOffItems(trx, workspace.id, [lead.id])
  const checklist = leadChecklist(lead.id, workspace.template, oneOffItems, values)
  if (!isComplete(lead, checklist)) return
  const { rows } = await sql`
    insert into lead_completions (workspace_id, lead_id) values (${workspace.id}, ${lead.id})
    on conflict do nothing returning lead_id`.execute(trx)
  if (rows.length === 0) return
  const items = checklist.flatMap((group) =>
    group.items.flatMap(({ item }) => {
      const value = values.get(item.id)
      return value ? [{ item, ...value, updatedAt: value.updated_at }] : []
    }),
  )
  await recordEvents(trx, workspace, [{ lead, message: leadCompleted(lead, items) }], told)
}

async function readValues(trx: Db, lead: LeadRow) {
  const rows = await trx
    .selectFrom('lead_checklist_values')
    .select([
      'checklist_item_id',
      'value',
      'status',
      'item_override',
      'alternate_values',
      'validation_error',
      'updated_at',
    ])
    .where('workspace_id', '=', lead.workspace_id)
    .where('lead_id', '=', lead.id)
    .execute()
  return new Map(rows.map((row) => [row.checklist_item_id, row]))
}
