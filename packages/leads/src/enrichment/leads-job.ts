import type { LeadsJob } from '@intake/contracts/jobs'
import { type RawBuilder, sql } from 'kysely'

/** Leads of a workspace whose enrichment is owed, each in the generation that a job works for. */
export interface OwedLeads {
  workspaceId: string
  leadIds: readonly string[]
  /** Parallel to `leadIds`. A lead that has changed since is owed in another one, and is another job's. */
  generations: readonly number[]
}

/** The payload for the leads that a stage has done: without those that are owed no more, or in another generation. */
export function doneOf(job: LeadsJob, done: ReadonlyMap<string, number>): LeadsJob | null {
  const kept = job.leadIds.flatMap((id, index) => (done.has(id) ? [index] : []))
  if (kept.length === 0) return null
  return pickLeads({ ...job, generations: job.leadIds.map((id) => done.get(id) ?? 0) }, kept)
}

/** The payload for some of a job's leads, by their places in it. */
export function pickLeads(job: LeadsJob, places: readonly number[]): LeadsJob {
  const pick = <Value>(values: readonly Value[]) => places.map((place) => values[place] as Value)
  const { workspaceId, leadIds, requestIds, traceparents, announcedAt, generations } = job
  const traces = traceparents && pick(traceparents)
  return {
    workspaceId,
    leadIds: pick(leadIds),
    requestIds: pick(requestIds ?? leadIds.map(() => null)),
    ...(traces?.some((trace) => trace !== null) ? { traceparents: traces } : {}),
    ...(announcedAt ? { announcedAt: pick(announcedAt) } : {}),
    ...(generations ? { generations: pick(generations) } : {}),
  }
}

/** The parameters of a statement that starts from a job's leads: they stand aside, so that its plan is made for any of them. */
export function askedLeads({ workspaceId, leadIds, generations }: OwedLeads): RawBuilder<unknown> {
  return sql`asked as materialized (
    select ${workspaceId}::uuid as workspace_id, lead_id, generation
    from unnest(${leadIds}::uuid[], ${generations}::int[]) as a (lead_id, generation)
  )`
}

/**
 * SQL: locks what is owed to the leads of `asked`, as far as it still is in their generation. Whoever inserts what a job found does so only for
 * these rows: a deleted or erased lead has none, and one that changed has another generation. In one order, so that two jobs over the same
 * leads wait for one another.
 */
export const heldText = sql.raw(`held as materialized (
    select o.* from (select * from asked order by lead_id) a cross join lateral (
      select workspace_id, lead_id from owed_enrichments
      where workspace_id = a.workspace_id and lead_id = a.lead_id and generation = a.generation for update
    ) o
  )`)
