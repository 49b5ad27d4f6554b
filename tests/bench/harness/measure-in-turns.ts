import { type LoadFigures, runLoad } from '../load/run-load.ts'
import { medians, type Spread, spreadOf } from './spread.ts'

/** A server that takes leads. */
export interface Contender {
  name: string
  url: string
  /** Of its other processes, among which clients are shared out. */
  otherUrls?: string[]
  headers: Record<string, string>
  /** The processes whose CPU its answers cost, by name. */
  pids: Record<string, number | number[]>
  /** Measured with this number of clients only; with each if absent. */
  onlyClients?: number
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

/**
 * Measures contenders window by window in turns within each round, so that a machine that gets slower or faster does so for all.
 * Before that each has load that doesn't count: V8 compiles what a process does over its first twenty thousand requests.
 */
export async function measureInTurns(
  contenders: readonly Contender[],
  options: TurnOptions,
): Promise<Measured[]> {
  const { rounds, seconds, warmSeconds, say, alsoEachTurn } = options
  for (const { url, otherUrls, headers, pids, onlyClients = 64 } of contenders)
    await runLoad(
      { url, otherUrls, headers, clients: onlyClients, warmSeconds: 0, seconds: firstWarmth * warmSeconds },
      pids,
    )
  const windows = new Map<string, { contender: string; clients: number; figures: LoadFigures[] }>()
  for (let round = 1; round <= rounds; round++)
    for (const clients of options.clients) {
      for (const { name, url, otherUrls, headers, pids, onlyClients = clients } of contenders) {
        if (onlyClients !== clients) continue
        const figures = await runLoad({ url, otherUrls, headers, clients, warmSeconds, seconds }, pids)
        const window = windows.get(`${name} ${clients}`) ?? { contender: name, clients, figures: [] }
        window.figures.push(figures)
        windows.set(`${name} ${clients}`, window)
        say(`round ${round}, ${clients} clients: ${name} ${Math.round(figures.perSecond)}/s`)
      }
      await alsoEachTurn?.(round)
    }
  return [...windows.values()].map(({ contender, clients, figures }) => {
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
}
