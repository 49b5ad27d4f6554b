import type { WebhookMessage } from '@intake/contracts/webhook-events'
import type { Db } from '@intake/database/create-database'
import { sql } from 'kysely'
import { newId } from '../ids/new-id.ts'
import { announce } from '../outbox/announce.ts'

/** Records an event that is of no lead for the endpoints that are subscribed to it, in the caller's transaction, and announces it. */
export async function recordWorkspaceEvent(
  trx: Db,
  workspaceId: string,
  { event, data }: Pick<WebhookMessage, 'event' | 'data'>,
): Promise<void> {
  const endpoints = await trx
    .selectFrom('webhook_endpoints')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('disabled_at', 'is', null)
    .where('deleted_at', 'is', null)
    .where(sql<boolean>`${event} = any(events)`)
    .execute()
  const payload = JSON.stringify({ event, timestamp: new Date().toISOString(), data })
  for (const { id: endpointId } of endpoints) {
    const id = newId()
    await trx
      .insertInto('webhook_deliveries')
      .values({
        workspace_id: workspaceId,
        id,
        endpoint_id: endpointId,
        lead_id: null,
        event,
        payload,
        lease_id: null,
        response_status: null,
        response_excerpt: null,
        error: null,
        next_attempt_at: sql<Date>`now()`,
      })
      .execute()
    await announce(trx, 'webhook.due', { workspaceId, leadId: id, requestId: null })
  }
}
