import type { LoadOrder } from '../load/load-order.ts'
import { type LoadFigures, runLoad } from '../load/run-load.ts'
import { medians, type Spread, spreadOf } from './spread.ts'

/** A server that takes leads. */
export interface Contender {
  name: string
  url: string
  /** Of its other processes, among which clients are shared out. */
  otherUrls?: string[]
  headers: Record<string, string>
  /** What it is sent, where that isn't leads of a page. */
  ad?: LoadOrder['ad']
  /** The processes whose CPU its answers cost, by name. */
  pids: Record<string, number | number[]>
  /** Measured with this number of clients only; with each if absent. */
  onlyClients?: number
  /** Only compared with: a run goes on without it when it fails. */
  isBaseline?: boolean
}

/** Why a baseline isn't measured, or not any more. */
export interface Failure {
  contender: string
  reason: string
}

export interface TurnOptions {
  clients: number[]
  rounds: number
  seconds: number
  warmSeconds: number
  say(line: string): void
  /** Something else to measure within each turn. */
  alsoEachTurn?(round: number): Promise<void>
}

export interface Measured {
  contender: string
  clients: number
  perSecond: Spread
  p50Ms: Spread
  p99Ms: Spread
  refused: number
  /** CPU for each answer by process, µs, medians; `load` is the load program itself. */
  cpuMicros: Record<string, number>
}

/** Warm-ups of a window that each contender gets before the first. */
const firstWarmth = 10

/** Load that doesn't count: V8 compiles what a process does over its first twenty thousand requests. */
export async function warmUp(
  { url, otherUrls, headers, ad, onlyClients = 64 }: Contender,
  warmSeconds: number,
): Promise<void> {
  const order = { url, otherUrls, headers, ad, clients: onlyClients }
  await runLoad({ ...order, warmSeconds: 0, seconds: firstWarmth * warmSeconds }, {})
}

/**
 * Measures contenders window by window in turns within each round, so that a machine that gets slower or faster does so for all.
 * Each is warmed up before. A baseline that fails is left out from then on.
 * @throws when another contender fails
 */
export async function measureInTurns(
  contenders: readonly Contender[],
  options: TurnOptions,
): Promise<{ measured: Measured[]; failed: Failure[] }> {
  const { rounds, seconds, warmSeconds, say, alsoEachTurn } = options
  const failed: Failure[] = []
  const attempt = async <Result>({ name, isBaseline }: Contender, run: () => Promise<Result>) => {
    if (failed.some(({ contender }) => contender === name)) return null
    try {
      return await run()
    } catch (error) {
      if (!isBaseline) throw error
      failed.push({ contender: name, reason: reasonOf(error) })
      say(`${name} is left out from now on: ${reasonOf(error)}`)
      return null
    }
  }
  for (const contender of contenders) await attempt(contender, () => warmUp(contender, warmSeconds))
  const windows = new Map<string, { contender: string; clients: number; figures: LoadFigures[] }>()
  for (let round = 1; round <= rounds; round++)
    for (const clients of options.clients) {
      for (const contender of contenders) {
        const { name, url, otherUrls, headers, ad, pids, onlyClients = clients } = contender
        if (onlyClients !== clients) continue
        const order = { url, otherUrls, headers, ad, clients, warmSeconds, seconds }
        const figures = await attempt(contender, () => runLoad(order, pids))
        if (!figures) continue
        const window = windows.get(`${name} ${clients}`) ?? { contender: name, clients, figures: [] }
        window.figures.push(figures)
        windows.set(`${name} ${clients}`, window)
        say(`round ${round}, ${clients} clients: ${name} ${Math.round(figures.perSecond)}/s`)
      }
      await alsoEachTurn?.(round)
    }
  const measured = [...windows.values()].map(({ contender, clients, figures }) => {
    const of = (pick: (each: LoadFigures) => number) => spreadOf(figures.map(pick))
    return {
      contender,
      clients,
      perSecond: of((each) => each.perSecond),
      p50Ms: of((each) => each.p50Ms),
      p99Ms: of((each) => each.p99Ms),
      refused: figures.reduce((sum, each) => sum + each.refused, 0),
      cpuMicros: medians(figures.map(({ cpuMicros, loadMicros }) => ({ ...cpuMicros, load: loadMicros }))),
    }
  })
  return { measured, failed }
}

/** The first line of what an error says. */
export function reasonOf(error: unknown): string {
  const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n')
  return line
}
