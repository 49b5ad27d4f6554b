import { AppError } from '@intake/contracts/app-error'
import type { WebhookDelivery } from '@intake/contracts/webhooks'
import { recordAudit } from '../audit/record-audit.ts'
import { findEndpoint, type WebhookContext } from './find-endpoint.ts'
import { presentDelivery } from './present-webhooks.ts'

/** For operators: a delivery with the body that is sent. That its lead was read so is put on record. Throws `not_found`. */
export async function readPayload(
  ctx: WebhookContext,
  { endpointId, id }: { endpointId: string; id: string },
): Promise<{ delivery: WebhookDelivery; payload: unknown }> {
  const { db, workspaceId } = ctx
  await findEndpoint(ctx, endpointId)
  const row = await db
    .selectFrom('webhook_deliveries')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('endpoint_id', '=', endpointId)
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) throw new AppError('not_found', 'There is no such webhook delivery.')
  if (row.lead_id)
    await recordAudit(ctx, { workspaceId, action: 'lead.read', subject: { type: 'lead', id: row.lead_id } })
  return { delivery: presentDelivery(row, ctx), payload: row.payload }
}
