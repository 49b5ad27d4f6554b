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

/** How much a claim may hand over. One job carries leads of one workspace. */
export interface ClaimRoom {
  jobs: number
  leadsPerJob: number
}

const nowhere = '00000000-0000-0000-0000-000000000000'
const maxWorkspaces = 100
const anyRoom: ClaimRoom = { jobs: maxWorkspaces, leadsPerJob: 200 }

/**
 * Claims events and hands them to `dispatch`; they are deleted only if it succeeds, in one transaction, so each is
 * dispatched at least once. Other relays skip what one holds. Workspaces share a claim evenly, what some don't need of their
 * shares goes to the others, and the next claim goes on with those that this one didn't get to, so one bulk sender can't starve
 * the others. A claim makes no more jobs than there is room for, but one at least.
 */
export function createOutbox(db: Db, maxEvents = 200) {
  let after = nowhere

  const claimAfter = (start: string, dispatch: (events: OutboxEvent[]) => Promise<void>, room: ClaimRoom) =>
    db.transaction().execute(async (trx) => {
      await readByIndexOnly(trx)
      const mostSpaces = Math.max(1, Math.min(maxWorkspaces, room.jobs))
      const spaces = await findSpaces(trx, start, mostSpaces)
      const share = {
        events: Math.max(1, Math.floor(maxEvents / Math.max(1, spaces.length))),
        leads: room.leadsPerJob,
      }
      const first = await take(trx, spaces, share)
      const { crowded } = first
      const ofCrowded = (all: number) => Math.floor(all / Math.max(1, crowded.length))
      const spare = {
        events: ofCrowded(maxEvents - first.events.length),
        leads: ofCrowded(room.jobs - spaces.length) * room.leadsPerJob,
      }
      const hasSpare = crowded.length > 0 && spare.events > 0 && spare.leads > 0
      const second = hasSpare ? await take(trx, crowded, spare) : { events: [], crowded }
      const taken = [...first.events, ...second.events]
      if (taken.length > 0) {
        await forget(trx, taken)
        await dispatch(taken)
      }
      return {
        taken,
        /** Some workspace may have more. */
        isCrowded: second.crowded.length > 0,
        /** Where the next claim goes on, for there may be workspaces that this one didn't get to. */
        last: spaces.length === mostSpaces ? (spaces.at(-1)?.workspaceId ?? nowhere) : nowhere,
      }
    })

  return {
    async claim(
      dispatch: (events: OutboxEvent[]) => Promise<void>,
      room: ClaimRoom = anyRoom,
    ): Promise<Claimed> {
      const isMidRound = after !== nowhere
      let start = after
      let done = await claimAfter(start, dispatch, room)
      // At the end of a round, from its start; else the next claim goes on.
      if (done.taken.length === 0 && start !== nowhere && done.last === nowhere) {
        start = nowhere
        done = await claimAfter(start, dispatch, room)
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

/** Workspaces that have events, from one on, at most so many: a look into the index for each. */
async function findSpaces(trx: Db, start: string, most: number): Promise<Space[]> {
  const { rows } = await sql<{ workspace_id: string }>`
    with recursive spaces (workspace_id, number) as (
      (select workspace_id, 1 from outbox where workspace_id > ${start}::uuid order by workspace_id limit 1)
      union all
      select (select o.workspace_id from outbox o where o.workspace_id > s.workspace_id order by o.workspace_id limit 1), number + 1
      from spaces s where s.workspace_id is not null and number < ${most}::int
    )
    select workspace_id from spaces where workspace_id is not null order by number
    ${prepared('find-spaces')}`.execute(trx)
  return rows.map((row) => ({ workspaceId: row.workspace_id, afterId: '0' }))
}

/** Bounds for each workspace. */
interface Share {
  events: number
  leads: number
}

interface Part {
  events: Row[]
  /** Those workspaces that may have more: a bound was met. Each from the last event on that was taken. */
  crowded: Space[]
}

/**
 * Locks the oldest events of each workspace that no other relay holds, within its share; one at least. A statement can't bound the leads of what
 * it locks, so that is done here.
 */
async function take(trx: Db, spaces: readonly Space[], share: Share): Promise<Part> {
  if (spaces.length === 0) return { events: [], crowded: [] }
  const { rows } = await sql<Row>`
    select event.* from unnest(${spaces.map(({ workspaceId }) => workspaceId)}::uuid[],
      ${spaces.map(({ afterId }) => afterId)}::bigint[]) as s (workspace_id, after_id) cross join lateral (
      select o.workspace_id, o.id, o.topic, to_json(o.lead_ids) as lead_ids, to_json(o.request_ids) as request_ids,
        to_json(o.traceparents) as traceparents, o.created_at
      from outbox o where o.workspace_id = s.workspace_id and o.id > s.after_id order by o.id limit ${share.events} for update skip locked
    ) event
    ${prepared('take-events')}`.execute(trx)
  const part: Part = { events: [], crowded: [] }
  for (const { workspaceId, afterId } of spaces) {
    const locked = rows.filter((event) => event.workspace_id === workspaceId)
    const kept = upTo(share.leads, locked)
    part.events.push(...kept)
    if (locked.length >= share.events || kept.length < locked.length)
      part.crowded.push({ workspaceId, afterId: kept.at(-1)?.id ?? afterId })
  }
  return part
}

/** The first of these events, of no more leads than this; one at least. */
function upTo(mostLeads: number, events: readonly Row[]): Row[] {
  let leads = 0
  const end = events.findIndex(({ lead_ids }, place) => {
    leads += lead_ids.length
    return place > 0 && leads > mostLeads
  })
  return end === -1 ? [...events] : events.slice(0, end)
}

async function forget(trx: Db, taken: readonly Row[]): Promise<void> {
  await sql`
    delete from outbox o using unnest(${taken.map((event) => event.workspace_id)}::uuid[],
      ${taken.map((event) => event.id)}::bigint[]) as t (workspace_id, id)
    where o.workspace_id = t.workspace_id and o.id = t.id
    ${prepared('forget-events')}`.execute(trx)
}
