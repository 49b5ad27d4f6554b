import type { Db } from '@intake/database/create-database'
import { prepared } from '@intake/database/prepared'
import { type RawBuilder, sql } from 'kysely'

/** The lead jobs' common input. */
export interface LeadsInput {
  workspaceId: string
  leadIds: readonly string[]
  /** The request behind each lead, parallel to `leadIds`; null or absent where it isn't known. */
  requestIds?: readonly (string | null)[] | undefined
  /** The trace of each of these requests, parallel too. */
  traceparents?: readonly (string | null)[] | undefined
}

/** The two pieces of work that come before the timeline is enriched. */
export type Mark = 'timezone_done_at' | 'matching_done_at'

export interface OwedWork {
  leadId: string
  generation: number
  requestId: string | null
  traceparent: string | null
}

/** The work on leads that were read, each with the request of the job that asked for it. */
export function toWork(
  leads: readonly { id: string; generation: number }[],
  { leadIds, requestIds, traceparents }: LeadsInput,
): OwedWork[] {
  const indexOf = new Map(leadIds.map((leadId, index) => [leadId, index]))
  return leads.map(({ id, generation }) => {
    const index = indexOf.get(id) ?? -1
    return {
      leadId: id,
      generation,
      requestId: requestIds?.[index] ?? null,
      traceparent: traceparents?.[index] ?? null,
    }
  })
}

/** Leads of the job with all that a handler needs, as far as this piece is still owed. */
export function selectOwed(db: Db, { workspaceId, leadIds }: LeadsInput) {
  return db
    .selectFrom('owed_enrichments as owed')
    .innerJoin('leads', (join) =>
      join.onRef('leads.workspace_id', '=', 'owed.workspace_id').onRef('leads.id', '=', 'owed.lead_id'),
    )
    .where('owed.workspace_id', '=', workspaceId)
    .where('owed.lead_id', '=', sql<string>`any(${leadIds}::uuid[])`)
    .where('leads.id', '=', sql<string>`any(${leadIds}::uuid[])`)
}

/**
 * Records that a piece of work is done, for the generation that was read: a lead that changed meanwhile stays owed.
 * Whichever piece comes last announces the lead as ready for its timeline. Rows are locked in the order of their ids, so
 * that two handlers over the same leads wait for one another instead of deadlocking. `zones` changes leads in the same statement, once it
 * holds them, and ahead of what they are owed, for the same reason.
 *
 * The ids stand beside each join, so that rows are found by them whatever Postgres believes of a table that it hasn't analysed yet; it
 * reads a whole backlog for each job otherwise.
 */
export async function markDone(
  db: Db,
  workspaceId: string,
  mark: Mark,
  work: readonly OwedWork[],
  ahead?: { held: RawBuilder<unknown>; zones: RawBuilder<unknown> },
): Promise<void> {
  const ids = work.map((row) => row.leadId)
  const other = sql.ref(mark === 'timezone_done_at' ? 'matching_done_at' : 'timezone_done_at')
  await sql`
    with held as materialized (${ahead?.held ?? sql`select`}), first as (${ahead?.zones ?? sql`select`}), done as (
      select * from unnest(${ids}::uuid[], ${work.map((row) => row.generation)}::int[],
        ${work.map((row) => row.requestId)}::text[], ${work.map((row) => row.traceparent)}::text[])
        as done (lead_id, generation, request_id, traceparent)
    ), locked as materialized (
      select o.workspace_id, o.lead_id, o.generation, o.${other} as other_done_at, done.request_id, done.traceparent
      from owed_enrichments o join done using (lead_id)
      where o.workspace_id = ${workspaceId} and o.lead_id = any(${ids}::uuid[]) and o.generation = done.generation and o.${sql.ref(mark)} is null
        and (select count(*) from first) is not null
      order by o.lead_id for update of o
    ), marked as (
      update owed_enrichments o set ${sql.ref(mark)} = now(), queued_at = now()
      from locked where o.workspace_id = ${workspaceId} and o.lead_id = any(${ids}::uuid[]) and o.lead_id = locked.lead_id
      returning o.lead_id, locked.other_done_at, locked.request_id, locked.traceparent
    )
    insert into outbox (workspace_id, topic, lead_ids, request_ids, traceparents)
    select ${workspaceId}::uuid, 'lead.inferred-and-matched', array_agg(lead_id order by lead_id), array_agg(request_id order by lead_id),
      case when count(traceparent) > 0 then array_agg(traceparent order by lead_id) end
    from marked where other_done_at is not null having count(*) > 0
    ${prepared(ahead ? `mark-${mark}-with-zones` : `mark-${mark}`)}`.execute(db)
}
