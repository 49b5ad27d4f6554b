import type { WebhookMessage } from '@intake/contracts/webhook-events'
import type { Db } from '@intake/database/create-database'
import type { LeadRow } from '@intake/database/tables'
import { sql } from 'kysely'
import type { WorkspaceConfiguration } from '../workspace/configuration-cache.ts'
import { insertDeliveries, toEventRows } from './new-deliveries.ts'

/** Something that happened to a lead; null for nothing. */
export interface LeadEvent {
  lead: Pick<LeadRow, 'id' | 'is_test'>
  message: WebhookMessage | null
}

/**
 * Records events for the endpoints that are subscribed to them, in the caller's transaction, and announces them. Events of
 * one lead are sent in the order in which they were recorded, so its row must be locked. Test leads are never told of. Asks
 * the database nothing when nobody listens.
 */
export async function recordEvents(
  trx: Db,
  { id: workspaceId, webhooks }: Pick<WorkspaceConfiguration, 'id' | 'webhooks'>,
  events: readonly LeadEvent[],
  { requestId = null, at = new Date() }: { requestId?: string | null; at?: Date } = {},
): Promise<void> {
  if (webhooks.length === 0) return
  const rows = events
    .filter(({ lead }) => !lead.is_test)
    .flatMap(({ lead, message }) =>
      toEventRows(webhooks, [message], at).map((row) => ({ lead_id: lead.id, ...row })),
    )
  if (rows.length === 0) return
  await sql`
    with given_events as materialized (
      select ${workspaceId}::uuid as workspace_id, e.*
      from jsonb_to_recordset(${JSON.stringify(rows.map((row, number) => ({ number, ...row })))}::jsonb)
        as e (number int, lead_id uuid, event text, payload jsonb, targets jsonb)
    ), new_deliveries as (${insertDeliveries})
    insert into outbox (workspace_id, topic, lead_ids, request_ids)
    select workspace_id, 'webhook.due', array_agg(distinct lead_id),
      array_fill(${requestId}::text, array[count(distinct lead_id)::int])
    from new_deliveries group by workspace_id`.execute(trx)
}
