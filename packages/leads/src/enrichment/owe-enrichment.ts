import type { Db } from '@intake/database/create-database'
import { sql } from 'kysely'

/**
 * Owes a lead that has changed its enrichment anew and announces it, in the caller's transaction. Work under way for an
 * earlier generation no longer counts; the timeline entry to enrich is that of the change.
 */
export async function oweEnrichment(
  db: Db,
  change: { workspaceId: string; leadId: string; actionLogId: string; requestId: string | null },
): Promise<void> {
  const { workspaceId, leadId, actionLogId, requestId } = change
  await sql`
    insert into owed_enrichments as o (workspace_id, lead_id, action_log_id)
    values (${workspaceId}, ${leadId}, ${actionLogId})
    on conflict (workspace_id, lead_id) do update
      set generation = o.generation + 1, action_log_id = excluded.action_log_id, requested_at = now(), queued_at = now(),
        timezone_done_at = null, matching_done_at = null, requeued = 0, dead_at = null, dead_job = null, dead_reason = null`.execute(
    db,
  )
  await sql`
    insert into outbox (workspace_id, topic, lead_ids, request_ids)
    values (${workspaceId}, 'lead.written', array[${leadId}]::uuid[], array[${requestId}]::text[])`.execute(
    db,
  )
}
