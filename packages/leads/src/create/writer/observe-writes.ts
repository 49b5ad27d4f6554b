import { AppError } from '@intake/contracts/app-error'
import type { WriteOutcome } from '../new-lead.ts'
import type { BatchOutcome } from './write-batch.ts'

/** What became of a transaction; `refused` for a reason of the lead's own, such as a duplicate. */
export type BatchEnd = 'written' | 'refused' | 'failed'

/** Hears of what the write path does. Called on the hot path: must be quick and must not throw. */
export interface WriteObserver {
  /** A transaction ended; `guarded` is the lane of the policies reject and merge. */
  ended(lane: 'batch' | 'guarded', leads: number, seconds: number, outcome: BatchEnd): void
  /** A lead was committed. `matched`: the workspace had one with the same phone or e-mail. */
  written(result: 'created' | 'merged', matched: boolean): void
}

/** Times one transaction of so many leads, with what is read for their answers. Those that were skipped are of the one that writes them. */
export async function observeBatch<Outcome extends BatchOutcome>(
  observer: WriteObserver | undefined,
  lane: 'batch' | 'guarded',
  given: number,
  write: () => Promise<Outcome[]>,
): Promise<Outcome[]> {
  if (!observer) return write()
  const start = performance.now()
  let end: BatchEnd = 'written'
  let leads = given
  try {
    const outcomes = await write()
    for (const { kind } of outcomes) if (kind === 'again' || kind === 'failed') leads -= 1
    return outcomes
  } catch (error) {
    end = error instanceof AppError ? 'refused' : 'failed'
    throw error
  } finally {
    observer.ended(lane, leads, (performance.now() - start) / 1000, end)
  }
}

/** Tells what became of a lead. */
export function observeWritten(observer: WriteObserver | undefined, outcome: WriteOutcome): void {
  if (outcome.kind === 'written')
    observer?.written(outcome.result === 'merged' ? 'merged' : 'created', outcome.matched)
}
