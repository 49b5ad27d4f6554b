import type { WebhookMessage } from '@intake/contracts/webhook-events'
import type { Db } from '@intake/database/create-database'
import { sql } from 'kysely'
import { deliverAlone } from './deliver-alone.ts'

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
  const at = new Date()
  for (const { id: endpointId } of endpoints)
    await deliverAlone(trx, { workspaceId, endpointId, event, data, at })
}
