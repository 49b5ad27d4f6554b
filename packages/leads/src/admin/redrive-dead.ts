import type { Db } from '@intake/database/create-database'
import { sql } from 'kysely'
import type { Acting } from '../audit/actor.ts'
import { recordAudit } from '../audit/record-audit.ts'
import { announceAgain, announcedColumns } from '../enrichment/announce-again.ts'

/**
 * Gives dead enrichments of a workspace a fresh start: all of them, or those of `leadIds`. They are alive and announced
 * in one statement, so none is forgotten in between. Answers how many.
 */
export async function redriveDead(
  ctx: { db: Db } & Acting,
  { workspaceId, leadIds = null }: { workspaceId: string; leadIds?: readonly string[] | null },
): Promise<{ redriven: number }> {
  return ctx.db.transaction().execute(async (trx) => {
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
    select count(*) as leads from again`.execute(trx)
    const redriven = Number(rows[0]?.leads ?? 0)
    const [only] = leadIds?.length === 1 ? leadIds : []
    const subject = only
      ? ({ type: 'lead', id: only } as const)
      : ({ type: 'workspace', id: workspaceId } as const)
    if (redriven > 0)
      await recordAudit(
        { ...ctx, db: trx },
        { workspaceId, action: 'lead.redriven', subject, details: { leads: redriven } },
      )
    return { redriven }
  })
}
