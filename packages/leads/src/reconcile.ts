import type { Db } from '@intake/database/create-database'
import { sql } from 'kysely'

export interface ReconcileInput {
  /** When the oldest job that any queue still holds was added; null when the queues are empty. */
  oldestJobAt: Date | null
  /** Work younger than this is left alone, seconds. */
  graceSeconds: number
}

export interface Reconciled {
  /** False when another process was at it. */
  leader: boolean
  requeued: number
  pruned: number
}

/** Any constant will do; all reconcilers must share it. */
const lockKey = 7_265_002
const maxPerRun = 5000

/**
 * Queues again what Redis lost: leads that are still owed their enrichment although they were queued before the oldest
 * job that is left, and before the oldest event that the outbox still holds. Each further try waits twice as long. Also
 * prunes expired idempotency keys. One leader at a time, by advisory lock.
 */
export async function reconcile(ctx: { db: Db }, input: ReconcileInput): Promise<Reconciled> {
  return ctx.db.transaction().execute(async (trx) => {
    const lock = await sql<{
      locked: boolean
    }>`select pg_try_advisory_xact_lock(${lockKey}) as locked`.execute(trx)
    if (!lock.rows[0]?.locked) return { leader: false, requeued: 0, pruned: 0 }
    return { leader: true, requeued: await requeue(trx, input), pruned: await pruneIdempotencyKeys(trx) }
  })
}

async function requeue(trx: Db, { oldestJobAt, graceSeconds }: ReconcileInput): Promise<number> {
  const { rows } = await sql<{ leads: string }>`
    with lost as materialized (
      select workspace_id, lead_id, timezone_done_at is not null and matching_done_at is not null as ready
      from owed_enrichments
      where dead_at is null
        and queued_at < least(${oldestJobAt}::timestamptz, (select min(created_at) from outbox), now())
          - make_interval(secs => ${graceSeconds} * least(2 ^ requeued, 64))
      order by queued_at limit ${sql.lit(maxPerRun)} for update skip locked
    ), touched as (
      update owed_enrichments o set queued_at = now(), requeued = requeued + 1 from lost
      where o.workspace_id = lost.workspace_id and o.lead_id = lost.lead_id
    ), announced as (
      insert into outbox (workspace_id, topic, lead_ids)
      select workspace_id, case when ready then 'lead.inferred-and-matched' else 'lead.written' end, array_agg(lead_id)
      from (select *, (row_number() over (partition by workspace_id, ready order by lead_id) - 1) / 200 as part from lost) parts
      group by workspace_id, ready, part
    )
    select count(*) as leads from lost`.execute(trx)
  return Number(rows[0]?.leads ?? 0)
}

async function pruneIdempotencyKeys(trx: Db): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from idempotency_keys k using (
      select e.workspace_id, e.route, e.key from workspaces w cross join lateral (
        select workspace_id, route, key from idempotency_keys
        where workspace_id = w.id and expires_at < now() order by expires_at limit 5000 for update skip locked
      ) e
    ) expired
    where k.workspace_id = expired.workspace_id and k.route = expired.route and k.key = expired.key`.execute(
    trx,
  )
  return Number(numAffectedRows ?? 0)
}
