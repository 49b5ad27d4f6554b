import type { LeadsJob } from '@intake/contracts/jobs'
import type { Db } from '@intake/database/create-database'
import { sql } from 'kysely'

/**
 * Notes that a job of these leads failed for good, so that the reconciler leaves them alone and an operator can see
 * which and why. A lead that changed after the job was announced (`announcedBy`) is owed to a newer job, and is left alone. `reason` is an error's class and code, never a message that may hold personal data.
 */
export async function buryEnrichment(
  ctx: { db: Db },
  input: LeadsJob & { job: string; reason: string; attempts: number; announcedBy: Date },
): Promise<void> {
  await ctx.db
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
    .execute()
}
