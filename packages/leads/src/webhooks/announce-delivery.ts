import type { WebhookDeliveryRow } from '@intake/database/tables'
import type { WebhookContext } from './find-endpoint.ts'

/** Says through the outbox that a delivery is due. */
export async function announceDelivery(
  { db, workspaceId }: WebhookContext,
  { id, lead_id }: Pick<WebhookDeliveryRow, 'id' | 'lead_id'>,
): Promise<void> {
  await db
    .insertInto('outbox')
    .values({
      workspace_id: workspaceId,
      topic: 'webhook.due',
      lead_ids: [lead_id ?? id],
      request_ids: null,
    })
    .execute()
}
