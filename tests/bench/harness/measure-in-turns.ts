import { type LoadFigures, runLoad } from '../load/run-load.ts'
import { medians, type Spread, spreadOf } from './spread.ts'

/** A server that takes leads. */
export interface Contender {
  name: string
  url: string
  headers: Record<string, string>
  /** The processes whose CPU its answers cost, by name. */
  pids: Record<string, number>
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

/**
 * Measures contenders window by window in turns within each round, so that a machine that gets slower or faster does so for all.
 * Before that each has some load that doesn't count, so that no first round runs code that isn't compiled yet.
 */
export async function measureInTurns(
  contenders: readonly Contender[],
  options: TurnOptions,
): Promise<Measured[]> {
  const { rounds, seconds, warmSeconds, say, alsoEachTurn } = options
  for (const { url, headers, pids } of contenders)
    await runLoad({ url, headers, clients: 16, warmSeconds: 0, seconds: 2 * warmSeconds }, pids)
  const windows = new Map<string, { contender: string; clients: number; figures: LoadFigures[] }>()
  for (let round = 1; round <= rounds; round++)
    for (const clients of options.clients) {
      for (const { name, url, headers, pids, onlyClients = clients } of contenders) {
        if (onlyClients !== clients) continue
        const figures = await runLoad({ url, headers, clients, warmSeconds, seconds }, pids)
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
