import type { Db } from '@intake/database/create-database'

export interface DeadEnrichment {
  leadId: string
  job: string | null
  reason: string | null
  since: Date | null
  attempts: number | null
}

/** A workspace's leads whose enrichment failed for good, longest dead first, `limit` at most. */
export function listDead(
  ctx: { db: Db },
  { workspaceId, limit = 1000 }: { workspaceId: string; limit?: number },
): Promise<DeadEnrichment[]> {
  return ctx.db
    .selectFrom('owed_enrichments')
    .select([
      'lead_id as leadId',
      'dead_job as job',
      'dead_reason as reason',
      'dead_at as since',
      'dead_attempts as attempts',
    ])
    .where('workspace_id', '=', workspaceId)
    .where('dead_at', 'is not', null)
    .orderBy('dead_at')
    .orderBy('lead_id')
    .limit(limit)
    .execute()
}
