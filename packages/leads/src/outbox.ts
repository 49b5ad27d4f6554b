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

const nowhere = '00000000-0000-0000-0000-000000000000'
const maxWorkspaces = 100

/**
 * Claims events and hands them to `dispatch`; they are deleted only if it succeeds, in one transaction, so each is
 * dispatched at least once. Other relays skip what one holds. Workspaces share a claim evenly, and the next claim goes on
 * with those that this one left out, so one bulk sender can't starve the others.
 */
export function createOutbox(db: Db, maxEvents = 200) {
  let after = nowhere

  const claimAfter = (
    start: string,
    dispatch: (events: OutboxEvent[]) => Promise<void>,
  ): Promise<OutboxEvent[]> =>
    db.transaction().execute(async (trx) => {
      // The plan is kept, and one made while the outbox was empty would read all of a backlog for each claim.
      await sql`set local enable_seqscan = off`.execute(trx)
      // Deleted by their places, which the locks hold still: by workspace and id, Postgres 15 reads all of the workspace.
      const { rows } = await sql<OutboxEvent>`
        with recursive spaces (workspace_id, number) as (
          (select workspace_id, 1 from outbox where workspace_id > ${start}::uuid order by workspace_id limit 1)
          union all
          select (select o.workspace_id from outbox o where o.workspace_id > s.workspace_id order by o.workspace_id limit 1), number + 1
          from spaces s where s.workspace_id is not null and number < ${sql.lit(maxWorkspaces)}
        ), picked as materialized (
          select event.tid from spaces s cross join lateral (
            select o.ctid as tid from outbox o where o.workspace_id = s.workspace_id order by o.id
            limit (select greatest(1, ${maxEvents}::int / count(*)) from spaces where workspace_id is not null)
            for update skip locked
          ) event
        )
        delete from outbox o where o.ctid = any(array(select tid from picked))
        returning o.workspace_id, o.topic, to_json(o.lead_ids) as lead_ids, to_json(o.request_ids) as request_ids,
          to_json(o.traceparents) as traceparents, o.created_at
        ${prepared('claim-outbox')}`.execute(trx)
      if (rows.length > 0) await dispatch(rows)
      return rows
    })

  return {
    /** Answers how many leads the dispatched events held; 0 when there was nothing to claim. */
    async claim(dispatch: (events: OutboxEvent[]) => Promise<void>): Promise<number> {
      let events = await claimAfter(after, dispatch)
      if (events.length === 0 && after !== nowhere) events = await claimAfter(nowhere, dispatch)
      const spaces = new Set(events.map((event) => event.workspace_id))
      after = spaces.size < maxWorkspaces ? nowhere : ([...spaces].sort().at(-1) ?? nowhere)
      return events.reduce((sum, event) => sum + event.lead_ids.length, 0)
    },
  }
}

export type Outbox = ReturnType<typeof createOutbox>
