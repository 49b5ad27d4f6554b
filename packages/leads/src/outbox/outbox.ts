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

type Row = OutboxEvent & { id: string }

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
      await readByIndexOnly(trx)
      const spaces = await findSpaces(trx, start)
      const share = Math.max(1, Math.floor(maxEvents / Math.max(1, spaces.length)))
      const first = await take(trx, spaces, share)
      const crowded = crowdedSpaces(spaces, first, share)
      const spare = crowded.length > 0 ? Math.floor((maxEvents - first.length) / crowded.length) : 0
      const second = spare > 0 ? await take(trx, crowded, spare) : []
      const taken = [...first, ...second]
      if (taken.length > 0) {
        await forget(trx, taken)
        await dispatch(taken)
      }
      return {
        taken,
        /** Some workspace may have more. */
        isCrowded: crowded.length > 0 && (spare === 0 || crowdedSpaces(crowded, second, spare).length > 0),
        /** Where the next claim goes on, for there may be workspaces that this one didn't get to. */
        last: spaces.length === maxWorkspaces ? (spaces.at(-1)?.workspaceId ?? nowhere) : nowhere,
      }
    })

  return {
    async claim(dispatch: (events: OutboxEvent[]) => Promise<void>): Promise<Claimed> {
      const isMidRound = after !== nowhere
      let start = after
      let done = await claimAfter(start, dispatch)
      // At the end of a round, from its start; else the next claim goes on.
      if (done.taken.length === 0 && start !== nowhere && done.last === nowhere) {
        start = nowhere
        done = await claimAfter(start, dispatch)
      }
      // Not by what it took: of a workspace whose events another relay holds it takes none.
      after = done.last
      // A whole round that took nothing: other relays hold all there is, and this one can wait.
      const isIdle = done.taken.length === 0 && start === nowhere && isMidRound
      const hasOthers = (start !== nowhere || after !== nowhere) && !isIdle
      return {
        leads: done.taken.reduce((sum, event) => sum + event.lead_ids.length, 0),
        isMore: hasOthers || done.isCrowded,
      }
    },
  }
}

export type Outbox = ReturnType<typeof createOutbox>

/** The outbox grows and shrinks too fast for its statistics. Only rows in the order of its index, as few as asked for, are right in all states. */
const readByIndexOnly = (trx: Db) =>
  sql`
    select set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true),
      set_config('enable_sort', 'off', true), set_config('enable_hashjoin', 'off', true),
      set_config('enable_mergejoin', 'off', true)`.execute(trx)

interface Space {
  workspaceId: string
  /** Events up to this one are taken. */
  afterId: string
}

/** Workspaces that have events, from one on, at most a hundred: a look into the index for each. */
async function findSpaces(trx: Db, start: string): Promise<Space[]> {
  const { rows } = await sql<{ workspace_id: string }>`
    with recursive spaces (workspace_id, number) as (
      (select workspace_id, 1 from outbox where workspace_id > ${start}::uuid order by workspace_id limit 1)
      union all
      select (select o.workspace_id from outbox o where o.workspace_id > s.workspace_id order by o.workspace_id limit 1), number + 1
      from spaces s where s.workspace_id is not null and number < ${sql.lit(maxWorkspaces)}
    )
    select workspace_id from spaces where workspace_id is not null order by number
    ${prepared('find-spaces')}`.execute(trx)
  return rows.map((row) => ({ workspaceId: row.workspace_id, afterId: '0' }))
}

/** Locks the oldest events of each workspace, at most `share` of each, that no other relay holds. */
async function take(trx: Db, spaces: readonly Space[], share: number): Promise<Row[]> {
  if (spaces.length === 0) return []
  const { rows } = await sql<Row>`
    select event.* from unnest(${spaces.map(({ workspaceId }) => workspaceId)}::uuid[],
      ${spaces.map(({ afterId }) => afterId)}::bigint[]) as s (workspace_id, after_id) cross join lateral (
      select o.workspace_id, o.id, o.topic, to_json(o.lead_ids) as lead_ids, to_json(o.request_ids) as request_ids,
        to_json(o.traceparents) as traceparents, o.created_at
      from outbox o where o.workspace_id = s.workspace_id and o.id > s.after_id order by o.id limit ${share} for update skip locked
    ) event
    ${prepared('take-events')}`.execute(trx)
  return rows
}

/** Those workspaces of which as many events were taken as could be, each from the last one on. */
function crowdedSpaces(spaces: readonly Space[], taken: readonly Row[], bound: number): Space[] {
  return spaces.flatMap(({ workspaceId }) => {
    const ofSpace = taken.filter((event) => event.workspace_id === workspaceId)
    return ofSpace.length >= bound ? [{ workspaceId, afterId: ofSpace.at(-1)?.id ?? '0' }] : []
  })
}

async function forget(trx: Db, taken: readonly Row[]): Promise<void> {
  await sql`
    delete from outbox o using unnest(${taken.map((event) => event.workspace_id)}::uuid[],
      ${taken.map((event) => event.id)}::bigint[]) as t (workspace_id, id)
    where o.workspace_id = t.workspace_id and o.id = t.id
    ${prepared('forget-events')}`.execute(trx)
}
