import type { Db } from '@intake/database/create-database'
import { sql } from 'kysely'
import { announceAgain, announcedColumns } from '../enrichment/announce-again.ts'

/**
 * Gives dead enrichments of a workspace a fresh start: all of them, or those of `leadIds`. They are alive and announced
 * in one statement, so none is forgotten in between. Answers how many.
 */
export async function redriveDead(
  ctx: { db: Db },
  { workspaceId, leadIds = null }: { workspaceId: string; leadIds?: readonly string[] | null },
): Promise<{ redriven: number }> {
  const { rows } = await sql<{ leads: string }>`
    with again as materialized (
      select ${announcedColumns}
      from owed_enrichments o
      where workspace_id = ${workspaceId} and dead_at is not null
        and (${leadIds}::uuid[] is null or lead_id = any(${leadIds}::uuid[]))
      order by lead_id for update of o
    ), revived as (
      update owed_enrichments o
      set dead_at = null, dead_job = null, dead_reason = null, dead_attempts = null, requeued = 0, queued_at = now()
      from again where o.workspace_id = ${workspaceId} and o.lead_id = again.lead_id
    ), announced as (${announceAgain})
    select count(*) as leads from again`.execute(ctx.db)
  return { redriven: Number(rows[0]?.leads ?? 0) }
}
