import type { Db } from '@intake/database/create-database'
import { sql } from 'kysely'

/** Most keys of a workspace that one call deletes. */
export const keysAtOnce = 5000

/** Deletes idempotency keys that have expired, up to 5000 of each workspace. Answers how many. Safe to run at once. */
export async function pruneIdempotencyKeys(ctx: { db: Db }): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from idempotency_keys k using (
      select e.workspace_id, e.route, e.key from workspaces w cross join lateral (
        select workspace_id, route, key from idempotency_keys
        where workspace_id = w.id and expires_at < now() order by expires_at limit ${sql.lit(keysAtOnce)} for update skip locked
      ) e
    ) expired
    where k.workspace_id = expired.workspace_id and k.route = expired.route and k.key = expired.key`.execute(
    ctx.db,
  )
  return Number(numAffectedRows ?? 0)
}
