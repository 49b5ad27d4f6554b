import type { Db } from '@intake/database/create-database'
import { sql } from 'kysely'
import { idAt } from '../ids/id-at.ts'

/** Most deliveries of an endpoint that one call deletes. */
export const deliveriesAtOnce = 2000

/**
 * Deletes deliveries that are older than `keepSeconds` and settled, or wait for a disabled endpoint; all of a deleted endpoint, and
 * then it too. Up to 2000 of each endpoint. Answers how many deliveries. Safe to run at once.
 */
export async function pruneDeliveries(
  ctx: { db: Db },
  { keepSeconds }: { keepSeconds: number },
): Promise<number> {
  const before = new Date(Date.now() - keepSeconds * 1000)
  const { numAffectedRows } = await sql`
    delete from webhook_deliveries d using (
      select old.workspace_id, old.id from webhook_endpoints e cross join lateral (
        select d.workspace_id, d.id from webhook_deliveries d
        where d.workspace_id = e.workspace_id and d.endpoint_id = e.id
          and (e.deleted_at is not null or (
            d.id < ${idAt(before.getTime(), '0')} and d.created_at < ${before}
            and (d.status <> 'PENDING' or e.disabled_at is not null)))
        order by d.id limit ${sql.lit(deliveriesAtOnce)} for update skip locked
      ) old
    ) gone
    where d.workspace_id = gone.workspace_id and d.id = gone.id`.execute(ctx.db)
  await sql`
    delete from webhook_endpoints e where e.deleted_at < now() - interval '1 hour' and not exists (
      select from webhook_deliveries d where d.workspace_id = e.workspace_id and d.endpoint_id = e.id)`.execute(
    ctx.db,
  )
  return Number(numAffectedRows ?? 0)
}
