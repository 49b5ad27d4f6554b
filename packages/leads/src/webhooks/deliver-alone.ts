import type { Db } from '@intake/database/create-database'
import type { WebhookDeliveryRow } from '@intake/database/tables'
import { sql } from 'kysely'
import { newId } from '../ids/new-id.ts'
import { announceDelivery } from './announce-delivery.ts'

/** Writes a delivery that is of no lead, due now, and announces it, in the caller's transaction if it has one. */
export async function deliverAlone(
  db: Db,
  {
    workspaceId,
    endpointId,
    event,
    data,
    at,
  }: { workspaceId: string; endpointId: string; event: string; data: unknown; at: Date },
): Promise<WebhookDeliveryRow> {
  const row = await db
    .insertInto('webhook_deliveries')
    .values({
      workspace_id: workspaceId,
      id: newId(),
      endpoint_id: endpointId,
      lead_id: null,
      event,
      payload: JSON.stringify({ event, timestamp: at.toISOString(), workspaceId, data }),
      lease_id: null,
      response_status: null,
      response_excerpt: null,
      error: null,
      next_attempt_at: sql<Date>`now()`,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  await announceDelivery({ db, workspaceId }, row)
  return row
}
