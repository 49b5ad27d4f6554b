import { AppError } from '@intake/contracts/app-error'
import type { WebhookDeliveryAnswer } from '@intake/contracts/webhooks'
import { sql } from 'kysely'
import { recordAudit } from '../audit/record-audit.ts'
import { announceDelivery } from './announce-delivery.ts'
import { findEndpoint, type WebhookContext } from './find-endpoint.ts'
import { presentDelivery } from './present-webhooks.ts'

/**
 * Sends a delivery again, with the same id and body and all its tries, in its old place before later ones of its lead; one
 * that waits for a retry goes at once. One that is being sent stays as it is. Throws `not_found`, and `invalid_request`
 * while the endpoint is disabled.
 */
export async function replayDelivery(ctx: WebhookContext, id: string): Promise<WebhookDeliveryAnswer> {
  const { db, workspaceId } = ctx
  const before = await db
    .selectFrom('webhook_deliveries')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  const missing = () => new AppError('not_found', 'There is no such webhook delivery.')
  if (!before) throw missing()
  const endpoint = await findEndpoint(ctx, before.endpoint_id).catch((error: unknown) => {
    throw error instanceof AppError ? missing() : error
  })
  if (endpoint.disabled_at)
    throw new AppError('invalid_request', 'The endpoint of this delivery is disabled; enable it first.')
  if (before.leased_until && before.leased_until > new Date())
    return { webhookDelivery: presentDelivery(before, ctx) }
  const row = await db
    .updateTable('webhook_deliveries')
    .set({ status: 'PENDING', attempts: 0, delivered_at: null, next_attempt_at: sql<Date>`now()` })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
  await announceDelivery(ctx, row)
  await recordAudit(ctx, {
    workspaceId,
    action: 'webhook_delivery.replayed',
    subject: { type: 'webhook_delivery', id },
    details: { endpointId: before.endpoint_id },
  })
  return { webhookDelivery: presentDelivery(row, ctx) }
}
