import { AppError } from '@intake/contracts/app-error'
import type { GuardedLead } from './duplicates/flush-guarded.ts'
import type { FlushOutcome } from './flush-batch.ts'
import type { NewLead } from './new-lead.ts'

/** What became of a transaction; `refused` for a reason of the lead's own, such as a duplicate. */
export type FlushEnd = 'written' | 'refused' | 'failed'

/** Hears of what the write path does. Called on the hot path: must be quick and must not throw. */
export interface WriteObserver {
  /** A transaction ended; `guarded` is the lane of the policies reject and merge. */
  flushed(lane: 'batch' | 'guarded', leads: number, seconds: number, outcome: FlushEnd): void
  /** A lead was committed. `matched`: the workspace had one with the same phone or e-mail. */
  written(result: 'created' | 'merged', matched: boolean): void
}

/** Times one transaction. */
export async function observeFlush<Result>(
  observer: WriteObserver | undefined,
  lane: 'batch' | 'guarded',
  leads: number,
  flush: () => Promise<Result>,
): Promise<Result> {
  if (!observer) return flush()
  const start = performance.now()
  let outcome: FlushEnd = 'written'
  try {
    return await flush()
  } catch (error) {
    outcome = error instanceof AppError ? 'refused' : 'failed'
    throw error
  } finally {
    observer.flushed(lane, leads, (performance.now() - start) / 1000, outcome)
  }
}

/** Submits a lead and tells what became of it. Its answer is the one place where its matches are known. */
export async function observeWrite<Lead extends NewLead | GuardedLead>(
  observer: WriteObserver | undefined,
  lead: Lead,
  submit: (lead: Lead) => Promise<FlushOutcome>,
): Promise<FlushOutcome> {
  if (!observer) return submit(lead)
  let result: 'created' | 'merged' = 'created'
  let matched = false
  const watched: Lead = {
    ...lead,
    toBody: (written, framed) => {
      matched = written.matches.length > 0
      return lead.toBody(written, framed)
    },
    ...('toMergedBody' in lead
      ? {
          toMergedBody: (answer: Parameters<GuardedLead['toMergedBody']>[0]) => {
            result = 'merged'
            matched = true
            return lead.toMergedBody(answer)
          },
        }
      : {}),
  }
  const outcome = await submit(watched)
  if (outcome.kind === 'written') observer.written(result, matched)
  return outcome
}
