import { leadColumns } from '@intake/database/columns'
import type { Db } from '@intake/database/create-database'
import type { LeadRow } from '@intake/database/tables'
import { jsonColumns } from '../create/lead-fields.ts'
import { indexTags } from '../tags/tags.ts'

const storedAsJson: ReadonlySet<string> = new Set(['checklist', ...jsonColumns])

/** Writes what differs of a locked lead's row, and the index of its tags. */
export async function storeLead(trx: Db, before: LeadRow, after: LeadRow): Promise<void> {
  const changed: Record<string, unknown> = {}
  for (const column of leadColumns)
    if (after[column] !== before[column])
      changed[column] =
        storedAsJson.has(column) && after[column] ? JSON.stringify(after[column]) : after[column]
  if (Object.keys(changed).length === 0) return
  await trx
    .updateTable('leads')
    .set(changed)
    .where('workspace_id', '=', before.workspace_id)
    .where('id', '=', before.id)
    .execute()
  await indexTags(trx, before, before.tag_ids, after.tag_ids)
}
