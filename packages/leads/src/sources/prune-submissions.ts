import type { Db } from '@intake/database/create-database'
import { sql } from 'kysely'
import { idAt } from '../ids/id-at.ts'

/** Most submissions of a workspace that one call deletes. */
export const submissionsAtOnce = 2000

/**
 * Deletes submissions that came in more than `keepSeconds` ago, up to 2000 of each workspace. Those that still wait to be fetched stay. Answers how many.
 * Safe to run at once.
 */
export async function pruneSubmissions(
  ctx: { db: Db },
  { keepSeconds }: { keepSeconds: number },
): Promise<number> {
  const before = idAt(Date.now() - keepSeconds * 1000, '0')
  const { numAffectedRows } = await sql`
    delete from submissions s using (
      select old.workspace_id, old.id from workspaces w cross join lateral (
        select s.workspace_id, s.id from submissions s
        where s.workspace_id = w.id and s.id < ${before} and s.status <> 'RECEIVED'
        order by s.id limit ${sql.lit(submissionsAtOnce)} for update skip locked
      ) old
    ) gone
    where s.workspace_id = gone.workspace_id and s.id = gone.id`.execute(ctx.db)
  return Number(numAffectedRows ?? 0)
}
