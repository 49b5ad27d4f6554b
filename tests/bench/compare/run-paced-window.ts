import { setTimeout as pause } from 'node:timers/promises'
import type { QueryExecutorProvider } from 'kysely'
import { type Backlog, readBacklog } from '../harness/backlog.ts'
import type { Contender } from '../harness/measure-in-turns.ts'
import { slopeOf, spreadOf } from '../harness/spread.ts'
import { runLoad } from '../load/run-load.ts'

/** Leads a second of a window with a worker beside the load. */
export interface PacedWindow {
  /** Null where clients sent as fast as they could. */
  due: number | null
  accepted: number
  /** Zone, matches and timeline done: what was accepted, less what is owed more each second. */
  enriched: number
  /** Nearly all that was due was accepted, and what is owed neither grew nor got old. */
  isHeld: boolean
  p99Ms: number
  /** Age of the oldest lead that isn't enriched, seconds: the median and the most of what was seen. */
  owedSeconds: { median: number; max: number }
  cpuMicros: Record<string, number>
}

const clients = 64
const sampleMs = 250
/** Of the rate: below this, what is owed can't be told from one that stays as it is. */
const mostGrowth = 0.03
const leastAccepted = 0.97
const oldestSeconds = 2

/** Load from 64 clients at an even pace, and how what is owed develops meanwhile. */
export async function runPacedWindow(
  db: QueryExecutorProvider,
  { url, headers, pids }: Contender,
  rate: number | undefined,
  { sustainedSeconds: seconds, warmSeconds }: { sustainedSeconds: number; warmSeconds: number },
): Promise<PacedWindow> {
  const samples: (Backlog & { x: number })[] = []
  let isOver = false
  let sampling: Promise<void> | undefined
  const sample = async () => {
    while (!isOver) {
      samples.push({ x: performance.now() / 1000, ...(await readBacklog(db)) })
      await pause(sampleMs)
    }
  }
  const order = { url, headers, clients, warmSeconds, seconds }
  const load = await runLoad(rate === undefined ? order : { ...order, perSecond: rate }, pids, {
    measuring: () => {
      sampling = sample()
    },
    reported: () => {
      isOver = true
    },
  })
  await sampling
  const growth = slopeOf(samples.map(({ x, owed }) => ({ x, y: owed })))
  const ages = spreadOf(samples.map(({ owedSeconds }) => owedSeconds))
  const accepted = load.perSecond
  return {
    due: rate ?? null,
    accepted,
    enriched: accepted - Math.max(0, growth),
    isHeld:
      rate !== undefined &&
      load.refused === 0 &&
      accepted >= rate * leastAccepted &&
      growth <= rate * mostGrowth &&
      (samples.at(-1)?.owedSeconds ?? 0) <= oldestSeconds,
    p99Ms: load.p99Ms,
    owedSeconds: { median: ages.median, max: ages.max },
    cpuMicros: load.cpuMicros,
  }
}
