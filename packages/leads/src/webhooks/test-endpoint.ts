import { testEvent } from '@intake/contracts/webhook-events'
import type { WebhookDeliveryAnswer } from '@intake/contracts/webhooks'
import { recordAudit } from '../audit/record-audit.ts'
import { deliverAlone } from './deliver-alone.ts'
import { findEndpoint, type WebhookContext } from './find-endpoint.ts'
import { presentDelivery } from './present-webhooks.ts'

/**
 * Sends an endpoint a test event, whatever it is subscribed to and even while it is disabled; tried once. Its outcome is in the
 * delivery log. Throws `not_found`.
 */
export async function testEndpoint(ctx: WebhookContext, endpointId: string): Promise<WebhookDeliveryAnswer> {
  const { db, workspaceId } = ctx
  await findEndpoint(ctx, endpointId)
  const row = await deliverAlone(db, {
    workspaceId,
    endpointId,
    event: testEvent,
    data: { endpointId },
    at: new Date(),
  })
  await recordAudit(ctx, {
    workspaceId,
    action: 'webhook_endpoint.tested',
    subject: { type: 'webhook_endpoint', id: endpointId },
    details: { deliveryId: row.id },
  })
  return { webhookDelivery: presentDelivery(row, ctx) }
}
