import type { OutboxTopic } from '@intake/contracts/jobs'
import type { Db } from '@intake/database/create-database'
import { prepared } from '@intake/database/prepared'
import { sql } from 'kysely'

/** An event on its way to the queue: one topic, leads of one workspace. */
export interface OutboxEvent {
  workspace_id: string
  topic: OutboxTopic
  lead_ids: string[]
  /** Parallel to lead_ids; null where no request caused it. */
  request_ids: (string | null)[] | null
  /** W3C traceparents, parallel to lead_ids; null where no request has one. */
  traceparents: (string | null)[] | null
  created_at: Date
}

/** What a claim did. */
export interface Claimed {
  /** How many leads the dispatched events held; 0 when there was nothing to claim. */
  leads: number
  /** It may have left events behind: the next claim need not wait for new ones. */
  isMore: boolean
}

/** What a claim's statement answers: the same on each row, and one row without an event where it took none. */
interface ClaimRow {
  /** How many events of one workspace it could have taken; null where it found none to look at. */
  bound: number | null
  /** Where the next one is to go on, for there may be workspaces that this one didn't get to. */
  last: string | null
}

const nowhere = '00000000-0000-0000-0000-000000000000'
const maxWorkspaces = 100

/**
 * Claims events and hands them to `dispatch`; they are deleted only if it succeeds, in one transaction, so each is
 * dispatched at least once. Other relays skip what one holds. Workspaces share a claim evenly, what some don't need of their
 * shares goes to the others, and the next claim goes on with those that this one didn't get to, so one bulk sender can't starve
 * the others.
 */
export function createOutbox(db: Db, maxEvents = 200) {
  let after = nowhere

  const claimAfter = (start: string, dispatch: (events: OutboxEvent[]) => Promise<void>) =>
    db.transaction().execute(async (trx) => {
      // The plan is kept, and one made while the outbox was empty would read all of a backlog for each claim.
      await sql`set local enable_seqscan = off`.execute(trx)
      // Deleted by their places, which the locks hold still: by workspace and id, Postgres 15 reads all of the workspace.
      const { rows } = await sql<ClaimRow & (OutboxEvent | { workspace_id: null })>`
        with recursive spaces (workspace_id, number) as (
          (select workspace_id, 1 from outbox where workspace_id > ${start}::uuid order by workspace_id limit 1)
          union all
          select (select o.workspace_id from outbox o where o.workspace_id > s.workspace_id order by o.workspace_id limit 1), number + 1
          from spaces s where s.workspace_id is not null and number < ${sql.lit(maxWorkspaces)}
        ), share as materialized (
          select greatest(1, ${maxEvents}::int / nullif(count(*)::int, 0)) as events from spaces where workspace_id is not null
        ), shares as materialized (
          select event.* from spaces s cross join lateral (
            select o.workspace_id, o.id, o.ctid as tid from outbox o where o.workspace_id = s.workspace_id order by o.id
            limit (select events from share) for update skip locked
          ) event
        ), crowded as materialized (
          select workspace_id, max(id) as last from shares group by workspace_id having count(*) = (select events from share)
        ), spare as materialized (
          select greatest(0, ${maxEvents}::int - (select count(*)::int from shares)) / nullif(count(*)::int, 0) as events from crowded
        ), extras as materialized (
          select event.tid from crowded c cross join lateral (
            select o.ctid as tid from outbox o where o.workspace_id = c.workspace_id and o.id > c.last order by o.id
            limit (select events from spare) for update skip locked
          ) event
        ), taken as (
          delete from outbox o where o.ctid = any(array(select tid from shares union all select tid from extras))
          returning o.workspace_id, o.topic, to_json(o.lead_ids) as lead_ids, to_json(o.request_ids) as request_ids,
            to_json(o.traceparents) as traceparents, o.created_at
        )
        select share.events + coalesce(spare.events, 0) as bound,
          (select workspace_id from spaces where number = ${sql.lit(maxWorkspaces)}) as last, taken.*
        from share cross join spare left join taken on true
        ${prepared('claim-outbox')}`.execute(trx)
      const events = rows.filter((row) => row.workspace_id !== null)
      if (events.length > 0) await dispatch(events)
      return { events, bound: rows[0]?.bound ?? null, last: rows[0]?.last ?? nowhere }
    })

  return {
    async claim(dispatch: (events: OutboxEvent[]) => Promise<void>): Promise<Claimed> {
      const isMidRound = after !== nowhere
      let start = after
      let done = await claimAfter(start, dispatch)
      // At the end of a round, from its start; else the next claim goes on.
      if (done.events.length === 0 && start !== nowhere && done.last === nowhere) {
        start = nowhere
        done = await claimAfter(start, dispatch)
      }
      // Not by what it took: of a workspace whose events another relay holds it takes none.
      after = done.last
      // A whole round that took nothing: other relays hold all there is, and this one can wait.
      const isIdle = done.events.length === 0 && start === nowhere && isMidRound
      const hasOthers = (start !== nowhere || after !== nowhere) && !isIdle
      const taken = new Map<string, number>()
      for (const { workspace_id } of done.events) taken.set(workspace_id, (taken.get(workspace_id) ?? 0) + 1)
      return {
        leads: done.events.reduce((sum, event) => sum + event.lead_ids.length, 0),
        isMore: hasOthers || [...taken.values()].some((events) => events === done.bound),
      }
    },
  }
}

export type Outbox = ReturnType<typeof createOutbox>
