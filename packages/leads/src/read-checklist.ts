import type { Db } from '@intake/database/create-database'
import type { ChecklistItemRow } from '@intake/database/tables'
import type { StoredValue } from './checklist/lead-checklist.ts'

interface LeadKey {
  workspaceId: string
  leadId: string
}

/** Items that belong to this lead alone, oldest first. */
export async function readOneOffItems(db: Db, { workspaceId, leadId }: LeadKey): Promise<ChecklistItemRow[]> {
  return db
    .selectFrom('checklist_items')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('lead_id', '=', leadId)
    .where('retired_at', 'is', null)
    .orderBy('position')
    .execute()
}

/** What is stored of the lead's checklist, by item id. */
export async function readChecklistValues(
  db: Db,
  { workspaceId, leadId }: LeadKey,
): Promise<ReadonlyMap<string, StoredValue>> {
  const rows = await db
    .selectFrom('lead_checklist_values')
    .select(['checklist_item_id', 'value', 'status', 'item_override', 'alternate_values', 'validation_error'])
    .where('workspace_id', '=', workspaceId)
    .where('lead_id', '=', leadId)
    .execute()
  return new Map(rows.map(({ checklist_item_id, ...stored }) => [checklist_item_id, stored]))
}
