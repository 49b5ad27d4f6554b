import type { Db } from '@intake/database/create-database'
import { zoneTableVersion } from '@intake/phone/infer-timezone'
import { sql } from 'kysely'
import { announceAgain } from '../enrichment/announce-again.ts'

/** Which of a workspace's leads; where both are given, those for which both hold. */
export interface EnrichAgainInput {
  workspaceId: string
  /** Taken in since then. */
  since: Date | null
  /** Their zone is of another table than the one that we have. */
  oldZones: boolean
  /** Goes on after this lead. */
  after: string | null
}

const batchSize = 1000

/**
 * Owes leads that were enriched their enrichment once more and announces them, 1,000 at a time. What is found goes to the newest timeline
 * entry that has facts; those who listen to `lead.enriched` are told again. Leads that still wait are left as they are. Answers how many are
 * announced, and the last lead looked at; null for the end. Safe to repeat.
 */
export async function enrichAgain(
  { db }: { db: Db },
  { workspaceId, since, oldZones, after }: EnrichAgainInput,
): Promise<{ announced: number; last: string | null }> {
  const zoneTable = oldZones ? zoneTableVersion() : null
  const { rows } = await sql<{ announced: number; last: string | null }>`
    with chosen as materialized (
      select l.workspace_id, l.id from leads l
      where l.workspace_id = ${workspaceId} and l.deleted_at is null
        and (${after}::uuid is null or l.id > ${after}::uuid)
        and (${since}::timestamptz is null or l.created_at >= ${since}::timestamptz)
        and (${zoneTable}::text is null or exists (
          select from lead_timezones t where t.workspace_id = l.workspace_id and t.lead_id = l.id
            and t.phone_e164 = l.phone_e164 and t.table_version <> ${zoneTable}::text))
      order by l.id limit ${sql.lit(batchSize)}
    ), owed as (
      insert into owed_enrichments (workspace_id, lead_id, generation, action_log_id)
      select c.workspace_id, c.id, 2 + floor(random() * 1000000000)::int, entry.action_log_id from chosen c
      cross join lateral (
        select action_log_id from activity_facts f where f.workspace_id = c.workspace_id and f.lead_id = c.id
        order by f.at desc limit 1) entry
      on conflict (workspace_id, lead_id) do nothing
      returning workspace_id, lead_id
    ), again as materialized (
      select workspace_id, lead_id, null::text as request_id from owed
    ), announced as (${announceAgain})
    select (select count(*)::int from again) as announced,
      case when (select count(*) from chosen) = ${sql.lit(batchSize)} then (select id from chosen order by id desc limit 1) end as last`.execute(
    db,
  )
  return rows[0] ?? { announced: 0, last: null }
}
