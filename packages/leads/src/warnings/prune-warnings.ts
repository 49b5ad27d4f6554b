import { warningDays } from '@intake/contracts/warnings'
import type { Db } from '@intake/database/create-database'
import { sql } from 'kysely'

/** Deletes warnings of days that are no longer shown. Answers how many. Safe to run at once. */
export async function pruneWarnings(ctx: { db: Db }): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from ingestion_warnings i using workspaces w
    where i.workspace_id = w.id and i.day <= (now() at time zone 'utc')::date - ${sql.lit(warningDays)}`.execute(
    ctx.db,
  )
  return Number(numAffectedRows ?? 0)
}
