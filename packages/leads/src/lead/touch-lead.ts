import type { Db } from '@intake/database/create-database'
import type { LeadRow } from '@intake/database/tables'

/** Notes that something of a lead changed. */
export async function touchLead(trx: Db, lead: LeadRow, at: Date): Promise<void> {
  await trx
    .updateTable('leads')
    .set({ updated_at: at })
    .where('workspace_id', '=', lead.workspace_id)
    .where('id', '=', lead.id)
    .execute()
}
