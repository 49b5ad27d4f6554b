import { checklistItemColumns } from '@intake/database/columns'
import type { Db } from '@intake/database/create-database'
import { prepared } from '@intake/database/prepared'
import type { ChecklistItemRow } from '@intake/database/tables'
import { sql } from 'kysely'

/** An item of one lead alone, as far as its status goes by it. */
export type OneOffItem = Pick<ChecklistItemRow, 'id' | 'code' | 'label' | 'is_required' | 'conditions'>

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
