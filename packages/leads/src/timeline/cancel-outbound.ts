import type { OptOutChannel } from '@intake/contracts/opt-out-channels'
import type { Db } from '@intake/database/create-database'
import type { LeadRow } from '@intake/database/tables'
import { sql } from 'kysely'
import { isOfLead, withMerged } from '../lead/merged-leads.ts'
import { suppressedNames } from '../suppression/opt-out.ts'

/**
 * Cancels what is still to be sent to a lead. `follow-ups`: those that are pending. By channels: every message and follow-up that is pending or
 * awaits approval and goes by one of them, unless it came from the lead. Those to leads that are part of it, too.
 */
export async function cancelOutbound(
  trx: Db,
  lead: LeadRow,
  which: 'follow-ups' | readonly OptOutChannel[],
  at: Date,
): Promise<void> {
  const isAll = which !== 'follow-ups'
  const names = isAll ? suppressedNames(which) : null
  const key = await withMerged(trx, { workspaceId: lead.workspace_id, leadId: lead.id })
  await trx
    .updateTable('action_logs')
    .set({ status: 'CANCELLED', completed_at: at })
    .where('workspace_id', '=', lead.workspace_id)
    .where(isOfLead('lead_id', key))
    .where('type', 'in', isAll ? ['MESSAGE', 'FOLLOW_UP_MESSAGE'] : ['FOLLOW_UP_MESSAGE'])
    .where('status', 'in', isAll ? ['PENDING', 'AWAITING_APPROVAL'] : ['PENDING'])
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
    .$if(names !== null, (query) =>
      query.where(sql<boolean>`exists (
      select from messages m where m.workspace_id = action_logs.workspace_id and m.lead_id = action_logs.lead_id
        and m.action_log_id = action_logs.id and lower(trim(m.channel)) = any(${names}::text[]))`),
    )
    .execute()
}
