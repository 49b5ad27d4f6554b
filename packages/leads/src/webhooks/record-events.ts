import type { WebhookMessage } from '@intake/contracts/webhook-events'
import type { Db } from '@intake/database/create-database'
import type { LeadRow } from '@intake/database/tables'
import { sql } from 'kysely'
import { announceText } from '../outbox/announce.ts'
import type { WorkspaceConfiguration } from '../workspace/configuration-cache.ts'
import { insertDeliveries, toEventRows } from './new-deliveries.ts'

const announceDue = sql.raw(announceText('webhook.due', 'due'))

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
    ), new_deliveries as (${insertDeliveries}), due as (
      select distinct workspace_id, lead_id, ${requestId}::text as request_id, null::text as traceparent from new_deliveries
    )
    ${announceDue}`.execute(trx)
}
