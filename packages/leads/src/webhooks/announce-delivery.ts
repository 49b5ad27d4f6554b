import type { WebhookDeliveryRow } from '@intake/database/tables'
import { announce } from '../outbox/announce.ts'
import type { WebhookContext } from './find-endpoint.ts'

/** Says through the outbox that a delivery is due. */
export async function announceDelivery(
  { db, workspaceId }: WebhookContext,
  { id, lead_id }: Pick<WebhookDeliveryRow, 'id' | 'lead_id'>,
): Promise<void> {
  await announce(db, 'webhook.due', { workspaceId, leadIds: [lead_id ?? id], requestId: null })
}
