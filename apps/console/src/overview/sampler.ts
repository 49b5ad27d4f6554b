import type { Backlog } from '@intake/leads/enrichment/read-backlog'
import type { QueueReport } from '@intake/queue/inspect-queue'
import { withTimeout } from '@intake/runtime/with-timeout'
import { type Rates, ratesBetween } from './rates.ts'
import { type ProcessReport, reportProcesses } from './report-processes.ts'
import type { Scrape } from './scrape-processes.ts'

/** One moment of the overview. Ages in seconds; null where nothing is known. */
export type OverviewSample = Rates & {
  at: number
  outboxAge: number | null
  owedAge: number | null
  queueAges: Record<string, number>
}

export type Overview = {
  samples: OverviewSample[]
  /** Null while Postgres or Redis doesn't tell. */
  backlog: Backlog | null
  queues: Record<string, QueueReport> | null
  processes: ProcessReport[]
}

export type Sampler = {
  /** What was seen of late, oldest first. Being asked keeps it looking often. */
  overview(): Overview
  /** Looks anew, and waits for that a while, unless the last look is recent and whole: a page must not show old silence. */
  refresh(): Promise<void>
  /** Looks once; answers when it has seen. */
  look(): Promise<void>
  start(): void
  stop(): void
}

export type SamplerSources = {
  readBacklog(): Promise<Backlog>
  readQueues(): Promise<Record<string, QueueReport>>
  scrape(): Promise<Scrape>
}

const kept = 180
const watchedEveryMs = 2_000
const unwatchedEveryMs = 15_000
const watchedForMs = 60_000
/** Longer than any part of a look takes. */
const refreshMs = 2_500

/** Looks at Postgres, Redis and the processes every two seconds while somebody watches, and now and then otherwise. */
export function createSampler({ readBacklog, readQueues, scrape }: SamplerSources): Sampler {
  const samples: OverviewSample[] = []
  let last: Scrape | undefined
  let backlog: Overview['backlog'] = null
  let queues: Overview['queues'] = null
  let processes: ProcessReport[] = []
  let watchedAt = 0
  let timer: NodeJS.Timeout | undefined
  let isStopped = false
  let looking: Promise<void> | undefined

  async function lookOnce(): Promise<void> {
    const [newBacklog, newQueues, seen] = await Promise.all([
      readBacklog().catch(() => null),
      readQueues().catch(() => null),
      scrape(),
    ])
    backlog = newBacklog
    queues = newQueues
    const before = last
    last = seen
    processes = reportProcesses(before, seen)
    if (!before) return
    samples.push({
      at: seen.at,
      ...ratesBetween(before, seen),
      outboxAge: backlog?.outboxOldestSeconds ?? null,
      owedAge: backlog?.owedOldestSeconds ?? null,
      queueAges: Object.fromEntries(
        Object.entries(queues ?? {}).map(([name, { oldestAt }]) => [name, ageOf(oldestAt)]),
      ),
    })
    samples.splice(0, samples.length - kept)
  }

  function look(): Promise<void> {
    looking ??= lookOnce().finally(() => {
      looking = undefined
    })
    return looking
  }

  async function run(): Promise<void> {
    clearTimeout(timer)
    await look()
    const isWatched = Date.now() - watchedAt < watchedForMs
    clearTimeout(timer)
    if (!isStopped) timer = setTimeout(run, isWatched ? watchedEveryMs : unwatchedEveryMs).unref()
  }

  return {
    overview() {
      const wasWatched = Date.now() - watchedAt < watchedForMs
      watchedAt = Date.now()
      if (!wasWatched && timer && !isStopped) void run()
      return { samples, backlog, queues, processes }
    },
    async refresh() {
      const isRecent = last && Date.now() - last.at < 2 * watchedEveryMs
      if (isRecent && backlog && queues) return
      await withTimeout(look(), { what: 'a look', timeoutMs: refreshMs }).catch(() => undefined)
    },
    look,
    start: () => void run(),
    stop() {
      isStopped = true
      clearTimeout(timer)
    },
  }
}

function ageOf(at: Date | null): number {
  return at === null ? 0 : Math.max(0, (Date.now() - at.getTime()) / 1_000)
}
