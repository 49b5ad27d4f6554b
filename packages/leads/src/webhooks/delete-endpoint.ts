import { sql } from 'kysely'
import { recordAudit } from '../audit/record-audit.ts'
import { changeEndpoint } from './change-endpoint.ts'
import type { WebhookContext } from './find-endpoint.ts'

/** Deletes an endpoint with its secrets; nothing more is sent to it. Its deliveries go little by little. Throws `not_found`. */
export async function deleteEndpoint(
  ctx: WebhookContext,
  id: string,
): Promise<{ webhookEndpoint: { id: string } }> {
  await changeEndpoint(ctx, id, { deleted_at: sql<Date>`now()`, signing_secrets: [] })
  await recordAudit(ctx, {
    workspaceId: ctx.workspaceId,
    action: 'webhook_endpoint.deleted',
    subject: { type: 'webhook_endpoint', id },
  })
  return { webhookEndpoint: { id } }
}
