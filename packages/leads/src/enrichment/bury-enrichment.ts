import type { LeadsJob } from '@intake/contracts/jobs'
import type { Db } from '@intake/database/create-database'
import { sql } from 'kysely'
import { recordWorkspaceEvent } from '../webhooks/record-workspace-event.ts'

interface Burial extends LeadsJob {
  job: string
  reason: string
  attempts: number
  announcedBy: Date
}

/**
 * Notes that a job of these leads failed for good, so that the reconciler leaves them alone and an operator can see
 * which and why, and tells the workspace's endpoints. A lead that changed after the job was announced (`announcedBy`) is owed to a newer job, and is left alone. `reason` is an error's class and code, never a message that may hold personal data.
 */
export async function buryEnrichment(ctx: { db: Db }, input: Burial): Promise<void> {
  const { workspaceId, job, reason, attempts } = input
  await ctx.db.transaction().execute(async (trx) => {
    const buried = await bury(trx, input)
    const leadIds = await liveOnes(trx, workspaceId, buried)
    const data = { leadIds, job, reason, attempts }
    if (leadIds.length > 0) await recordWorkspaceEvent(trx, workspaceId, { event: 'enrichment.dead', data })
  })
}

async function bury(trx: Db, input: Burial): Promise<string[]> {
  const rows = await trx
    .updateTable('owed_enrichments')
    .set({
      dead_at: new Date(),
      dead_job: input.job,
      dead_reason: input.reason,
      dead_attempts: input.attempts,
    })
    .where('workspace_id', '=', input.workspaceId)
    // A Date has milliseconds, Postgres has more.
    .where(sql<boolean>`date_trunc('milliseconds', requested_at) <= ${input.announcedBy}`)
    .where('lead_id', '=', sql<string>`any(${input.leadIds}::uuid[])`)
    // One that is dead already was told of.
    .where('dead_at', 'is', null)
    .returning('lead_id')
    .execute()
  return rows.map(({ lead_id }) => lead_id)
}

/** Test leads are never told of. */
async function liveOnes(trx: Db, workspaceId: string, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return []
  const rows = await trx
    .selectFrom('leads')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('id', 'in', ids)
    .where('is_test', '=', false)
    .orderBy('id')
    .execute()
  return rows.map(({ id }) => id)
}
