import type { LeadsJob } from '@intake/contracts/jobs'
import type { SourceKindName } from '@intake/contracts/sources'
import { sourceKinds } from '@intake/contracts/sources'
import { becomeLeader } from '@intake/database/become-leader'
import type { Db } from '@intake/database/create-database'
import { sql } from 'kysely'
import { kindOf } from './source-kinds.ts'

/** Any constant will do; all schedulers must share it. */
const lockKey = 7_265_010
/** What is due for less than this is on its way through the outbox, seconds. */
const grace = 2
const most = 500

/**
 * Finds submissions that are due to be fetched, what a flushed Redis or a killed worker left behind among them, and hands `dispatch` a job a
 * workspace. One leader at a time, by advisory lock. Answers how many.
 */
export async function wakeDueSubmissions(
  ctx: { db: Db },
  dispatch: (jobs: LeadsJob[]) => Promise<void>,
): Promise<number> {
  return ctx.db.transaction().execute(async (trx) => {
    if (!(await becomeLeader(trx, lockKey))) return 0
    const { rows: due } = await sql<{ workspace_id: string; ids: string[] }>`
      select workspace_id, array_agg(id) as ids from (
        select workspace_id, id from submissions
        where status = 'RECEIVED' and next_attempt_at <= now() - make_interval(secs => ${grace})
        order by next_attempt_at limit ${sql.lit(most)}
      ) due group by workspace_id`.execute(trx)
    if (due.length > 0)
      await dispatch(due.map(({ workspace_id, ids }) => ({ workspaceId: workspace_id, leadIds: ids })))
    return due.reduce((sum, { ids }) => sum + ids.length, 0)
  })
}

/** Kinds whose missed leads can be looked for. */
const reconcilable: readonly SourceKindName[] = sourceKinds.filter((kind) => kindOf({ kind }).missed)

/** Sources in which missed leads are to be looked for again, `everySeconds` after the last time; a job a workspace. */
export async function wakeDueSources(
  ctx: { db: Db },
  { everySeconds }: { everySeconds: number },
  dispatch: (jobs: LeadsJob[]) => Promise<void>,
): Promise<number> {
  const { rows: due } = await sql<{ workspace_id: string; ids: string[] }>`
    select workspace_id, array_agg(id) as ids from sources
    where deleted_at is null and paused_at is null and kind = any(${reconcilable}::text[]) and settings ? 'formIds'
      and coalesce(reconciled_at, created_at) < now() - make_interval(secs => ${everySeconds})
    group by workspace_id limit ${sql.lit(most)}`.execute(ctx.db)
  if (due.length > 0)
    await dispatch(due.map(({ workspace_id, ids }) => ({ workspaceId: workspace_id, leadIds: ids })))
  return due.reduce((sum, { ids }) => sum + ids.length, 0)
}
