import { checklistItemColumns } from '@intake/database/columns'
import type { Db } from '@intake/database/create-database'
import { prepared } from '@intake/database/prepared'
import type { ChecklistItemRow } from '@intake/database/tables'
import { sql } from 'kysely'
import type { StoredValue } from './lead-checklist.ts'

/** Items that belong to one of these leads alone (its `lead_id`), oldest first. */
export async function readOneOffItems(
  db: Db,
  workspaceId: string,
  leadIds: readonly string[],
): Promise<ChecklistItemRow[]> {
  return db
    .selectFrom('checklist_items')
    .select(checklistItemColumns)
    .where('workspace_id', '=', workspaceId)
    .where('lead_id', '=', sql<string>`any(${leadIds}::uuid[])`)
    .where('retired_at', 'is', null)
    .orderBy('position')
    .modifyEnd(prepared('read-one-off-items'))
    .execute()
}

/** What is stored of the leads' checklists, by lead id and item id; a lead without values is left out. */
export async function readChecklistValues(
  db: Db,
  workspaceId: string,
  leadIds: readonly string[],
): Promise<ReadonlyMap<string, ReadonlyMap<string, StoredValue>>> {
  const rows = await db
    .selectFrom('lead_checklist_values')
    .select([
      'lead_id',
      'checklist_item_id',
      'value',
      'status',
      'item_override',
      'alternate_values',
      'validation_error',
    ])
    .where('workspace_id', '=', workspaceId)
    .where('lead_id', '=', sql<string>`any(${leadIds}::uuid[])`)
    .modifyEnd(prepared('read-checklist-values'))
    .execute()
  const byLead = new Map<string, Map<string, StoredValue>>()
  for (const { lead_id, checklist_item_id, ...stored } of rows) {
    const values = byLead.get(lead_id) ?? new Map<string, StoredValue>()
    byLead.set(lead_id, values.set(checklist_item_id, stored))
  }
  return byLead
}
