import type { ListWebhookDeliveriesAnswer, ListWebhookDeliveriesQuery } from '@intake/contracts/webhooks'
import { makeCursor, readCursor } from '../ids/cursor.ts'
import { findEndpoint, type WebhookContext } from './find-endpoint.ts'
import { presentDelivery } from './present-webhooks.ts'

const defaultLimit = 50

/** The deliveries of an endpoint, newest first, without their payloads. Throws `not_found`, and `invalid_request` for a bad cursor. */
export async function listDeliveries(
  ctx: WebhookContext,
  endpointId: string,
  { limit = defaultLimit, cursor, status, event }: ListWebhookDeliveriesQuery,
): Promise<ListWebhookDeliveriesAnswer> {
  await findEndpoint(ctx, endpointId)
  const scope = [ctx.workspaceId, 'webhook-deliveries', endpointId, status ?? null, event ?? null]
  let query = ctx.db
    .selectFrom('webhook_deliveries')
    .select([
      'workspace_id',
      'id',
      'endpoint_id',
      'lead_id',
      'ord',
      'event',
      'status',
      'attempts',
      'lease_id',
      'leased_until',
      'response_status',
      'response_excerpt',
      'error',
      'delivered_at',
      'next_attempt_at',
      'created_at',
    ])
    .where('workspace_id', '=', ctx.workspaceId)
    .where('endpoint_id', '=', endpointId)
    .orderBy('id', 'desc')
    .limit(limit + 1)
  if (cursor !== undefined) query = query.where('id', '<', readCursor(scope, cursor))
  if (status) query = query.where('status', '=', status)
  if (event) query = query.where('event', '=', event)
  const rows = await query.execute()
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    webhookDeliveries: page.map((row) => presentDelivery(row, ctx)),
    nextCursor: rows.length > limit && last ? makeCursor(scope, last.id) : null,
  }
}
