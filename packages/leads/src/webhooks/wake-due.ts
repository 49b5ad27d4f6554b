import type { LeadsJob } from '@intake/contracts/jobs'
import { becomeLeader } from '@intake/database/become-leader'
import type { Db } from '@intake/database/create-database'
import { sql } from 'kysely'
import { isSendable } from './claim-delivery.ts'

/** Any constant will do; all schedulers must share it. */
const lockKey = 7_265_009
/** What is due for less than this is on its way through the outbox, or about to be claimed, seconds. */
const grace = 0.5

/**
 * Finds every endpoint for which something is due and hands `dispatch` one job a workspace that names a delivery of each: retries
 * whose time has come, what a flushed Redis or a killed worker left behind. One leader at a time, by advisory lock. Answers
 * the number of endpoints.
 */
export async function wakeDueWebhooks(
  ctx: { db: Db },
  dispatch: (jobs: LeadsJob[]) => Promise<void>,
): Promise<number> {
  return ctx.db.transaction().execute(async (trx) => {
    if (!(await becomeLeader(trx, lockKey))) return 0
    const { rows: due } = await sql<{ workspace_id: string; ids: string[] }>`
      select e.workspace_id, array_agg(distinct waiting.id) as ids
      from webhook_endpoints e cross join lateral (
        select coalesce(d.lead_id, d.id) as id from webhook_deliveries d
        where d.workspace_id = e.workspace_id and d.endpoint_id = e.id
          and d.next_attempt_at <= now() - make_interval(secs => ${grace}) and ${isSendable}
        order by d.next_attempt_at, d.ord limit 1
      ) waiting
      where e.deleted_at is null group by e.workspace_id`.execute(trx)
    if (due.length > 0)
      await dispatch(due.map(({ workspace_id, ids }) => ({ workspaceId: workspace_id, leadIds: ids })))
    return due.reduce((sum, { ids }) => sum + ids.length, 0)
  })
}
