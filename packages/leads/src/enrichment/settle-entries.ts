import type { Db } from '@intake/database/create-database'
import { prepared } from '@intake/database/prepared'
import { sql } from 'kysely'
import { leadIds } from '../webhooks/events.ts'
import { recordEvents } from '../webhooks/record-events.ts'
import type { WorkspaceConfiguration } from '../workspace/configuration-cache.ts'
import type { DescribedEntry } from './describe-entries.ts'

interface Done {
  lead_id: string
  seconds: number
}

/**
 * Completes the timeline entries, sets each lead's zone and activitySummary, records the enrichment as done and tells of it. Answers for
 * each lead that is now done how many seconds that took since it was asked for. A lead that changed since it was read stays owed.
 */
export async function settleEntries(
  db: Db,
  workspace: WorkspaceConfiguration,
  described: readonly DescribedEntry[],
): Promise<number[]> {
  const secondsOf = (rows: readonly Done[]) => rows.map(({ seconds }) => seconds)
  // A statement is a transaction of its own: it takes more only where somebody is told.
  if (workspace.webhooks.length === 0) return secondsOf(await storeEntries(db, workspace.id, described))
  return db.transaction().execute(async (trx) => {
    const rows = await storeEntries(trx, workspace.id, described)
    const done = new Set(rows.map((row) => row.lead_id))
    await recordEvents(trx, workspace, enrichedEvents(described, done))
    return secondsOf(rows)
  })
}

/**
 * Leads are locked before what they are owed, as a change of a lead locks them, and in order; what they are owed in whatever order Postgres
 * finds it: a piece that holds that without its lead may deadlock with this, and is tried again. Only entries count that
 * are still owed in the same generation: a change makes a new one, so that neither the zone nor the phone it was inferred from is another.
 *
 * The ids stand beside each join, so that rows are found by them whatever Postgres believes of a table that it hasn't analysed yet.
 * `settled` compares with an array, for which ten rows are taken for granted: expecting one, as of `done`, Postgres would look up each row by
 * itself, with all ids of the job once more.
 */
async function storeEntries(db: Db, workspaceId: string, described: readonly DescribedEntry[]) {
  const ids = described.map(({ entry }) => entry.id)
  const given = described.map(({ entry, output }) => ({
    lead_id: entry.id,
    generation: entry.generation,
    log_id: entry.log_id,
    is_newest: entry.is_newest,
    timezone: entry.timezone,
    timezone_source: entry.timezone_source,
    timezone_confidence: entry.timezone_confidence,
    timezone_inference: entry.timezone_inference,
    output,
  }))
  const { rows } = await sql<Done>`
    with asked as materialized (select ${workspaceId}::uuid as workspace_id, ${ids}::uuid[] as ids), given as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as g (lead_id uuid, generation int, log_id uuid, is_newest boolean,
        timezone text, timezone_source text, timezone_confidence text, timezone_inference jsonb, output jsonb)
    ), held as materialized (
      select id from leads where workspace_id = (select workspace_id from asked) and id = any((select ids from asked)::uuid[])
      order by id for no key update
    ), done as (
      delete from owed_enrichments o using given
      where o.workspace_id = (select workspace_id from asked) and o.lead_id = any((select ids from asked)::uuid[]) and o.lead_id = given.lead_id
        and o.generation = given.generation and given.is_newest and (select count(*) from held) is not null
      returning o.lead_id, o.requested_at
    ), settled as materialized (
      select * from given where lead_id = any(array(select lead_id from done))
    ), logs as (
      update action_logs a set output = settled.output from settled
      where a.workspace_id = (select workspace_id from asked) and a.lead_id = any((select ids from asked)::uuid[])
        and a.lead_id = settled.lead_id and a.id = settled.log_id
    ), changed as (
      update leads l set timezone = settled.timezone, timezone_source = settled.timezone_source,
        timezone_confidence = settled.timezone_confidence, timezone_inference = settled.timezone_inference,
        activity_summary = settled.output ->> 'summary', enriched_at = now(), updated_at = now()
      from settled where l.workspace_id = (select workspace_id from asked) and l.id = any((select ids from asked)::uuid[])
        and l.id = settled.lead_id and settled.is_newest
    )
    select lead_id, greatest(0, extract(epoch from clock_timestamp() - requested_at))::float8 as seconds from done
    ${prepared('settle-entries')}`.execute(db)
  return rows
}

function enrichedEvents(described: readonly DescribedEntry[], done: ReadonlySet<string>) {
  return described.flatMap(({ entry, summary }) => {
    if (!entry.is_newest || !done.has(entry.id)) return []
    const data = {
      ...leadIds(entry),
      timezone: entry.timezone,
      timezoneSource: entry.timezone_source,
      timezoneConfidence: entry.timezone_confidence,
      activitySummary: summary,
    }
    return [{ lead: entry, message: { event: 'lead.enriched' as const, data } }]
  })
}
