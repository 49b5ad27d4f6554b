import type { QueryExecutorProvider } from 'kysely'
import { measureDrain } from '../harness/backlog.ts'
import type { Contender } from '../harness/measure-in-turns.ts'
import { type Spread, spreadIfAny } from '../harness/spread.ts'
import { type PacedWindow, runPacedWindow } from './run-paced-window.ts'
import { rateBelow, searchHeldRate } from './search-held-rate.ts'

export interface Sustained {
  /** Leads a second, enriched, over the rounds that found a rate that was held. */
  perSecond: Spread | null
  /** pgbench in the same minutes; null where it never answered. */
  pgbench: Spread | null
  /** Every window, in turn. */
  windows: PacedWindow[]
}

export interface SustainContext {
  db: QueryExecutorProvider
  contender: Contender
  /** Transactions a second; none where it failed. */
  pgbench(): Promise<number[]>
  say(line: string): void
}

/**
 * Looks in each round for the highest rate at which what is owed doesn't grow, a worker running. Nothing is owed when a window
 * begins. The first rate lies between what is accepted and what is enriched when clients send as fast as they can.
 */
export async function measureSustained(
  ctx: SustainContext,
  options: { rounds: number; sustainedSeconds: number; warmSeconds: number },
): Promise<Sustained> {
  const { db, contender, say } = ctx
  const windows: PacedWindow[] = []
  const run = async (rate: number | undefined) => {
    await measureDrain(db, {})
    const window = await runPacedWindow(db, contender, rate, options)
    windows.push(window)
    say(
      `${rate === undefined ? 'as fast as 64 clients can' : `${Math.round(rate)} leads/s due`}: ${Math.round(window.accepted)} accepted, ${Math.round(window.enriched)} enriched, ${window.isHeld ? 'held' : 'not held'}`,
    )
    return window
  }
  let rate = rateBelow(await run(undefined))
  const held: number[] = []
  const pgbench: number[] = []
  for (let round = 1; round <= options.rounds; round++) {
    const { best, next } = await searchHeldRate(rate, run)
    if (best) held.push(best.enriched)
    rate = next
    pgbench.push(...(await ctx.pgbench()))
  }
  return { perSecond: spreadIfAny(held), pgbench: spreadIfAny(pgbench), windows }
}
