import type { JobName, LeadsJob } from '@intake/contracts/jobs'
import { becomeLeader } from '@intake/database/become-leader'
import type { Db } from '@intake/database/create-database'
import { sql } from 'kysely'

/** Any constant will do; all schedulers must share it. */
const lockKey = 7_265_011
/** What is due for less than this is on its way through the outbox, or being done, seconds. */
const grace = { suppressions: 2, erasures: 60 }
const most = 500

/**
 * Finds suppressions that are to be enforced and people who are to be erased, what a flushed Redis or a killed worker left behind, and hands `dispatch`
 * a job a workspace. One leader at a time, by advisory lock. Answers how many.
 */
export async function wakeDuePrivacy(
  ctx: { db: Db },
  dispatch: (name: JobName, jobs: LeadsJob[]) => Promise<void>,
): Promise<number> {
  return ctx.db.transaction().execute(async (trx) => {
    if (!(await becomeLeader(trx, lockKey))) return 0
    const suppressions = await sql<Due>`
      select workspace_id, array_agg(id) as ids from (
        select workspace_id, id from suppressions
        where enforced_at is null and since <= now() - make_interval(secs => ${grace.suppressions})
        order by since limit ${sql.lit(most)}
      ) due group by workspace_id`.execute(trx)
    const erasures = await sql<Due>`
      select workspace_id, array_agg(id) as ids from (
        select workspace_id, id from erasures
        where done_at is null and requested_at <= now() - make_interval(secs => ${grace.erasures})
        order by requested_at limit ${sql.lit(most)}
      ) due group by workspace_id`.execute(trx)
    for (const [name, due] of [
      ['suppression-enforcement', suppressions.rows],
      ['lead-erasure', erasures.rows],
    ] as const)
      if (due.length > 0)
        await dispatch(
          name,
          due.map(({ workspace_id, ids }) => ({ workspaceId: workspace_id, leadIds: ids })),
        )
    return [...suppressions.rows, ...erasures.rows].reduce((sum, { ids }) => sum + ids.length, 0)
  })
}

interface Due {
  workspace_id: string
  ids: string[]
}
