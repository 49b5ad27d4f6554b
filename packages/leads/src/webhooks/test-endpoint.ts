import { testEvent } from '@intake/contracts/webhook-events'
import type { WebhookDeliveryAnswer } from '@intake/contracts/webhooks'
import { sql } from 'kysely'
import { v7 as uuidV7 } from 'uuid'
import { announceDelivery } from './announce-delivery.ts'
import { findEndpoint, type WebhookContext } from './find-endpoint.ts'
import { presentDelivery } from './present-webhooks.ts'

/**
 * Sends an endpoint a test event, whatever it is subscribed to and even while it is disabled; tried once. Its outcome is in the
 * delivery log. Throws `not_found`.
 */
export async function testEndpoint(ctx: WebhookContext, endpointId: string): Promise<WebhookDeliveryAnswer> {
  const { db, workspaceId } = ctx
  await findEndpoint(ctx, endpointId)
  const timestamp = new Date().toISOString()
  const row = await db
    .insertInto('webhook_deliveries')
    .values({
      workspace_id: workspaceId,
      id: uuidV7(),
      endpoint_id: endpointId,
      lead_id: null,
      event: testEvent,
      payload: JSON.stringify({ event: testEvent, timestamp, data: { endpointId } }),
      lease_id: null,
      response_status: null,
      response_excerpt: null,
      error: null,
      next_attempt_at: sql<Date>`now()`,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  await announceDelivery(ctx, row)
  return { webhookDelivery: presentDelivery(row, ctx) }
}
