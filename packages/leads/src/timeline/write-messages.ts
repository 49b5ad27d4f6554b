import type { AddActionLogRequest } from '@intake/contracts/write-action-log'
import type { Db } from '@intake/database/create-database'
import type { LeadRow } from '@intake/database/tables'
import { newId } from '../ids/new-id.ts'

/** Makes these the messages of an action log, in this order. */
export async function writeMessages(
  trx: Db,
  lead: Pick<LeadRow, 'workspace_id' | 'id'>,
  logId: string,
  messages: AddActionLogRequest['messages'],
  at: Date,
): Promise<void> {
  const { workspace_id, id: lead_id } = lead
  await trx
    .deleteFrom('messages')
    .where('workspace_id', '=', workspace_id)
    .where('lead_id', '=', lead_id)
    .where('action_log_id', '=', logId)
    .execute()
  if (messages.length === 0) return
  await trx
    .insertInto('messages')
    .values(
      messages.map(({ channel, direction, subject, body }) => ({
        workspace_id,
        lead_id,
        id: newId(),
        action_log_id: logId,
        channel,
        direction,
        subject: subject ?? null,
        body: body ?? null,
        created_at: at,
      })),
    )
    .execute()
}
