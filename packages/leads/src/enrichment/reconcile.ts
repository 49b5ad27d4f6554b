import { becomeLeader } from '@intake/database/become-leader'
import type { Db } from '@intake/database/create-database'
import { sql } from 'kysely'
import { announceAgain, announcedColumns } from './announce-again.ts'

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
}

/** Any constant will do; all reconcilers must share it. */
const lockKey = 7_265_002
const maxPerRun = 5000

/**
 * Queues again what Redis lost: leads that are still owed their enrichment although they were queued before the oldest
 * job that is left, and before the oldest event that the outbox still holds. Each further try waits twice as long. Dead
 * enrichments stay where they are until someone redrives them. One leader at a time, by advisory lock.
 */
export async function reconcile(ctx: { db: Db }, input: ReconcileInput): Promise<Reconciled> {
  return ctx.db.transaction().execute(async (trx) => {
    if (!(await becomeLeader(trx, lockKey))) return { leader: false, requeued: 0 }
    return { leader: true, requeued: await requeue(trx, input) }
  })
}

async function requeue(trx: Db, { oldestJobAt, graceSeconds }: ReconcileInput): Promise<number> {
  const { rows } = await sql<{ leads: string }>`
    with again as materialized (
      select ${announcedColumns}
      from owed_enrichments o
      where dead_at is null
        and queued_at < least(${oldestJobAt}::timestamptz, (select min(created_at) from outbox), now())
          - make_interval(secs => ${graceSeconds} * least(2 ^ requeued, 64))
      order by queued_at limit ${sql.lit(maxPerRun)} for update of o skip locked
    ), touched as (
      update owed_enrichments o set queued_at = now(), requeued = requeued + 1 from again
      where o.workspace_id = again.workspace_id and o.lead_id = again.lead_id
    ), announced as (${announceAgain})
    select count(*) as leads from again`.execute(trx)
  return Number(rows[0]?.leads ?? 0)
}
