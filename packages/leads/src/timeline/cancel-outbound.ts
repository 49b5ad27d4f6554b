import type { Db } from '@intake/database/create-database'
import type { LeadRow } from '@intake/database/tables'
import { sql } from 'kysely'

/**
 * Cancels what is still to be sent to a lead. `follow-ups`: those that are pending. `all`: every message and follow-up that
 * is pending or awaits approval, unless it came from the lead.
 */
export async function cancelOutbound(
  trx: Db,
  lead: LeadRow,
  which: 'follow-ups' | 'all',
  at: Date,
): Promise<void> {
  await trx
    .updateTable('action_logs')
    .set({ status: 'CANCELLED', completed_at: at })
    .where('workspace_id', '=', lead.workspace_id)
    .where('lead_id', '=', lead.id)
    .where('type', 'in', which === 'all' ? ['MESSAGE', 'FOLLOW_UP_MESSAGE'] : ['FOLLOW_UP_MESSAGE'])
    .where('status', 'in', which === 'all' ? ['PENDING', 'AWAITING_APPROVAL'] : ['PENDING'])
    .where(({ exists, not, selectFrom }) =>
      not(
        exists(
          selectFrom('messages')
            .select(sql.lit(1).as('one'))
            .whereRef('messages.workspace_id', '=', 'action_logs.workspace_id')
            .whereRef('messages.lead_id', '=', 'action_logs.lead_id')
            .whereRef('messages.action_log_id', '=', 'action_logs.id')
            .where('messages.direction', '=', 'INBOUND'),
        ),
      ),
    )
    .execute()
}
