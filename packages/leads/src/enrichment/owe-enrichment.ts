import { randomInt } from 'node:crypto'
import type { Db } from '@intake/database/create-database'
import { sql } from 'kysely'
import { announce } from '../outbox/announce.ts'

const maxEarlierLogs = 100

/**
 * Owes a lead that has changed its enrichment anew and announces it, in the caller's transaction. Work under way for an
 * earlier generation no longer counts; the timeline entries to enrich are that of the change and those of earlier changes
 * that still wait. Where no row is left, the generation is a random one, not the first: a job that still runs for an
 * earlier one must not count for this.
 */
export async function oweEnrichment(
  trx: Db,
  change: {
    workspaceId: string
    leadId: string
    actionLogId: string
    requestId: string | null
    traceparent: string | undefined
  },
): Promise<void> {
  const { workspaceId, leadId, actionLogId } = change
  await sql`
    insert into owed_enrichments as o (workspace_id, lead_id, generation, action_log_id)
    values (${workspaceId}, ${leadId}, ${randomInt(2, 2 ** 30)}, ${actionLogId})
    on conflict (workspace_id, lead_id) do update
      set generation = o.generation + 1, action_log_id = excluded.action_log_id, requested_at = excluded.requested_at,
        queued_at = excluded.queued_at,
        earlier_log_ids = (o.earlier_log_ids || o.action_log_id)[greatest(1, cardinality(o.earlier_log_ids) + 2 - ${sql.lit(maxEarlierLogs)}):],
        requeued = 0, dead_at = null, dead_job = null, dead_reason = null, dead_attempts = null`.execute(trx)
  await announce(trx, 'lead.written', { ...change, leadIds: [change.leadId] })
}
