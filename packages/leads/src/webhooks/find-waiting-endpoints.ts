import type { LeadsJob } from '@intake/contracts/jobs'
import type { Db } from '@intake/database/create-database'
import { sql } from 'kysely'

/** Ids of the endpoints that something of these leads (or one of these test deliveries) still waits for. */
export async function findWaitingEndpoints(
  ctx: { db: Db },
  { workspaceId, leadIds }: LeadsJob,
): Promise<string[]> {
  const { rows } = await sql<{ endpoint_id: string }>`
    select distinct endpoint_id from webhook_deliveries
    where workspace_id = ${workspaceId} and coalesce(lead_id, id) = any(${leadIds}::uuid[]) and status = 'PENDING'`.execute(
    ctx.db,
  )
  return rows.map((row) => row.endpoint_id)
}
