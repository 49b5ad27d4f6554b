import { type JobName, jobOfTopic, type LeadsJob, type OutboxTopic } from '@intake/contracts/jobs'
import type { Logger } from '@intake/runtime/logger'
import type { NewJob, Queues } from './create-queues.ts'

/** An event as the outbox hands it over. */
export interface RelayEvent {
  workspace_id: string
  topic: OutboxTopic
  lead_ids: string[]
  request_ids: (string | null)[] | null
  /** Parallel to lead_ids; null where no request has a trace. */
  traceparents: (string | null)[] | null
  created_at: Date
}

/** Where events come from: deleted there only when `dispatch` succeeds. */
export interface RelaySource {
  /** Makes no more jobs than there is room for. Answers how many leads were handed over, and whether events may have been left behind. */
  claim(
    dispatch: (events: RelayEvent[]) => Promise<void>,
    room: { jobs: number; leadsPerJob: number },
  ): Promise<{ leads: number; isMore: boolean }>
}

/** Hears of what a relay does. */
export interface RelayObserver {
  handedOver(leads: number): void
  failed(): void
}

export interface RelayOptions {
  source: RelaySource
  queues: Queues
  logger: Logger
  /** How often to look for events that another process left, ms. While there are none for long, up to five times as rarely. */
  pollMs?: number
  /** After a claim that found something the next waits this long, ms, so that a job carries many leads; a backlog doesn't wait. */
  gatherMs?: number
  /**
   * No more jobs than this wait in Redis; the rest waits in Postgres, where workspaces take turns. So what one sends in bulk stands in nobody's
   * way for longer than these take. More are added once half of them are gone.
   */
  highWaterMark?: number
  /** Leads in one job. */
  maxLeadsPerJob?: number
  observer?: RelayObserver
}

export interface Relay {
  /** Says that something was committed. */
  wake(): void
  /** Finishes the claim under way and stops. */
  close(): Promise<void>
}

const longestPauseMs = 2000
/** So many looks find nothing before they become rarer, and so many times the pause at most. */
const patientLooks = 20
const rarest = 5
/** A claim of so many events, or one that left some behind, is followed by the next one after this pause. */
const crowdedEvents = 100
const crowdedPauseMs = 10
/** While enough waits: short, since a few small jobs are soon done. */
const fullPauseMs = 25
/** The first few failures are a connection that is still being made, at start or after a blink. */
const failuresToTell = 3

/**
 * Moves events from the outbox to the queues, at least once each. Any number of relays may run. While Redis is away it
 * tries at most every two seconds, and asks for a sign of life before it claims anything.
 */
export function startRelay(options: RelayOptions): Relay {
  const {
    source,
    queues,
    logger,
    pollMs = 200,
    gatherMs = 100,
    highWaterMark = 32,
    maxLeadsPerJob = 200,
    observer,
  } = options
  let closed = false
  let failures = 0
  let woken = false
  let ring: (() => void) | undefined

  let claimed = 0
  /** Looks in a row that found nothing. */
  let idle = 0

  const dispatch = async (events: RelayEvent[]) => {
    claimed = events.length
    for (const [name, jobs] of toJobs(events, maxLeadsPerJob)) await queues.add(name, jobs)
  }

  const rest = (ms: number, wakeable: boolean) =>
    new Promise<void>((resolve) => {
      if (closed) return resolve()
      const timer = setTimeout(resolve, ms)
      const stop = () => {
        clearTimeout(timer)
        resolve()
      }
      ring = () => (wakeable || closed) && stop()
    })

  const turn = async (): Promise<void> => {
    // Also the sign of life: without an answer nothing is claimed.
    const room = highWaterMark - (await queues.countWaiting())
    if (room < highWaterMark / 2) return rest(fullPauseMs, false)
    const wasWoken = woken
    woken = false
    claimed = 0
    const { leads, isMore } = await source.claim(dispatch, { jobs: room, leadsPerJob: maxLeadsPerJob })
    if (leads > 0) observer?.handedOver(leads)
    idle = leads > 0 || wasWoken ? 0 : idle + 1
    if (isMore || claimed >= crowdedEvents) await rest(crowdedPauseMs, false)
    else if (leads > 0) await rest(gatherMs, false)
    else if (!woken) await rest(pollMs * Math.min(rarest, Math.max(1, idle / patientLooks)), true)
  }

  const run = async () => {
    while (!closed) {
      try {
        await turn()
        if (failures >= failuresToTell) logger.info({ failures }, 'relay works again')
        failures = 0
      } catch (err) {
        failures += 1
        observer?.failed()
        if (failures === failuresToTell)
          logger.warn({ err }, 'relay cannot hand over events; they wait in the outbox')
        await rest(Math.min(100 * 2 ** failures, longestPauseMs), false)
      }
    }
  }

  const running = run()
  return {
    wake() {
      woken = true
      ring?.()
    },
    async close() {
      closed = true
      ring?.()
      await running
    },
  }
}

/** The jobs of some events: leads of one workspace and topic together, at most `maxLeads` a job, as old as the oldest. */
export function toJobs(events: readonly RelayEvent[], maxLeads: number): Map<JobName, NewJob[]> {
  const groups = groupBy(events, (event) => `${event.topic} ${event.workspace_id}`)
  const jobs = new Map<JobName, NewJob[]>()
  for (const [first, ...others] of groups.values()) {
    if (!first) continue
    const leads = [first, ...others].flatMap((event) =>
      event.lead_ids.map((leadId, index) => ({
        leadId,
        requestId: event.request_ids?.[index] ?? null,
        traceparent: event.traceparents?.[index] ?? null,
        at: event.created_at.getTime(),
      })),
    )
    const name = jobOfTopic[first.topic]
    const ofName = jobs.get(name) ?? []
    for (let start = 0; start < leads.length; start += maxLeads) {
      const part = leads.slice(start, start + maxLeads)
      const payload: LeadsJob = {
        workspaceId: first.workspace_id,
        leadIds: part.map((lead) => lead.leadId),
        requestIds: part.map((lead) => lead.requestId),
        ...(part.some((lead) => lead.traceparent !== null)
          ? { traceparents: part.map((lead) => lead.traceparent) }
          : {}),
      }
      const times = part.map((lead) => lead.at)
      const since = Math.min(...times)
      if (times.some((time) => time !== since)) payload.announcedAt = times
      ofName.push({ payload, since: new Date(since) })
    }
    jobs.set(name, ofName)
  }
  return jobs
}

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>()
  for (const item of items) {
    const group = groups.get(keyOf(item))
    if (group) group.push(item)
    else groups.set(keyOf(item), [item])
  }
  return groups
}
