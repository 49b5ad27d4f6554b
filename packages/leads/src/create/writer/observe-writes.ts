import { AppError } from '@intake/contracts/app-error'
import type { AtOnceOutcome } from './flush-at-once.ts'
import type { FlushOutcome } from './flush-batch.ts'

/** What became of a transaction; `refused` for a reason of the lead's own, such as a duplicate. */
export type FlushEnd = 'written' | 'refused' | 'failed'

/** Hears of what the write path does. Called on the hot path: must be quick and must not throw. */
export interface WriteObserver {
  /** A transaction ended; `guarded` is the lane of the policies reject and merge. */
  flushed(lane: 'batch' | 'guarded', leads: number, seconds: number, outcome: FlushEnd): void
  /** A lead was committed. `matched`: the workspace had one with the same phone or e-mail. */
  written(result: 'created' | 'merged', matched: boolean): void
}

/** Times one transaction of so many leads, with what is read for their answers. Those that were left out are of the one that writes them. */
export async function observeFlush<Outcome extends AtOnceOutcome>(
  observer: WriteObserver | undefined,
  lane: 'batch' | 'guarded',
  given: number,
  flush: () => Promise<Outcome[]>,
): Promise<Outcome[]> {
  if (!observer) return flush()
  const start = performance.now()
  let outcome: FlushEnd = 'written'
  let leads = given
  try {
    const outcomes = await flush()
    for (const { kind } of outcomes) if (kind === 'left out' || kind === 'failed') leads -= 1
    return outcomes
  } catch (error) {
    outcome = error instanceof AppError ? 'refused' : 'failed'
    throw error
  } finally {
    observer.flushed(lane, leads, (performance.now() - start) / 1000, outcome)
  }
}

/** Tells what became of a lead. */
export function observeWritten(observer: WriteObserver | undefined, outcome: FlushOutcome): void {
  if (outcome.kind === 'written') observer?.written(outcome.result, outcome.matched)
}
