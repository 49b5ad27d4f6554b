import { AppError } from '@intake/contracts/app-error'
import type { WriteResult } from '@intake/contracts/duplicate-policy'
import type { Database } from '@intake/database/create-database'
import { isItemError, isPassing, isUnavailable } from '@intake/database/database-error'
import { keyInUse } from '../../idempotency/stored-answer.ts'
import type { Sealer } from '../../sealing/sealer.ts'
import { createTagSpellings } from '../../tags/tags.ts'
import type { NewLead, WriteOutcome } from '../new-lead.ts'
import { type GuardedLead, type MergeInto, writeGuarded } from '../write-guarded.ts'
import { createGroupCommit } from './group-commit.ts'
import { type BatchOutcome, writeBatch } from './write-batch.ts'

export interface LeadWriterOptions {
  /** Leads in one transaction. */
  maxBatch?: number
  /** Transactions at once; each holds a connection. */
  maxInFlight?: number
  /** Leads waiting for a transaction; beyond, `submit` throws `overloaded`. */
  maxWaiting?: number
  /** Hears of each commit, to wake the relay. */
  onCommit?: () => void
  observer?: WriteObserver
  /** Hears why the answers of leads that were written name nothing of what they match. */
  onUnread?: (error: unknown) => void
}

/** The write path of this process. One instance serves all requests. */
export interface LeadWriter {
  /** Resolves after the commit. Throws `overloaded` or `unavailable`; then the lead may be sent again. */
  submit(newLead: NewLead): Promise<WriteOutcome>
  /** The same under the policy `reject` or `merge`, or where an external id is one lead: it sees every lead that was committed before. Throws `duplicate_lead` too. */
  submitGuarded(guarded: GuardedLead): Promise<WriteOutcome>
  readonly size: number
  drain(): Promise<void>
}

/** Leads that are worth a transaction beside others; fewer wait for the end of one, or some milliseconds. */
const minBeside = 16

/** Calls with one idempotency key that wait for one another; more are refused. */
const maxWaitingPerKey = 200

/** Group commit over `database`; see docs/decisions/0001-group-commit.md. `merge` is what the policy of that name does. */
export function createLeadWriter(
  { database, sealer }: { database: Database; sealer: Sealer },
  merge: MergeInto,
  options: LeadWriterOptions = {},
): LeadWriter {
  const { observer } = options
  const store = { db: database.db, sealer }
  const spellings = createTagSpellings()
  const bounds = {
    isItemError,
    isPassing,
    toRejection: orUnavailable,
    maxWaiting: options.maxWaiting ?? 2000,
  }
  const groups = createGroupCommit<NewLead, WriteOutcome>({
    ...bounds,
    write: async (batch) => {
      const outcomes = await observeBatch(observer, 'batch', batch.length, () =>
        writeBatch(store, spellings, batch, { onUnread: options.onUnread }),
      )
      options.onCommit?.()
      return outcomes.map((outcome) => {
        observeWritten(observer, outcome)
        return outcome.kind === 'failed' ? { error: outcome.error } : { outcome }
      })
    },
    maxBatch: options.maxBatch ?? 64,
    maxInFlight: options.maxInFlight ?? 2,
    minBeside,
  })

  // A guarded lead may wait for another process's, so these have a lane of their own and never hold up the others.
  const guardedLane = createGroupCommit<GuardedLead, WriteOutcome>({
    ...bounds,
    write: async ([guarded]) => {
      if (!guarded) return []
      const [outcome] = await observeBatch(observer, 'guarded', 1, async () => [
        await writeGuarded(store, merge, guarded),
      ])
      options.onCommit?.()
      if (!outcome) return []
      observeWritten(observer, outcome)
      return [{ outcome }]
    },
    maxBatch: 1,
    maxInFlight: 2,
  })

  const submitOfKey = inTurn((newLead: NewLead) => groups.submit(newLead))
  return {
    submit(newLead) {
      const { idempotency, row } = newLead
      if (!idempotency) return groups.submit(newLead)
      return submitOfKey(`${row.workspace_id} ${idempotency.route}\n${idempotency.key}`, newLead)
    },
    submitGuarded: (guarded) => guardedLane.submit(guarded),
    get size() {
      return groups.size + guardedLane.size
    },
    async drain() {
      await Promise.all([groups.drain(), guardedLane.drain()])
    },
  }
}

/** One statement can't claim a key twice, so calls with the same key go through one after the other. Throws `idempotency_key_in_use` where too many wait. */
function inTurn<Item, Outcome>(submit: (item: Item) => Promise<Outcome>) {
  const ofKeys = new Map<string, { last: Promise<unknown> | undefined; waiting: number }>()
  return async (key: string, item: Item): Promise<Outcome> => {
    const ofKey = ofKeys.get(key) ?? { last: undefined, waiting: 0 }
    if (ofKey.waiting >= maxWaitingPerKey) throw keyInUse()
    ofKeys.set(key, ofKey)
    ofKey.waiting += 1
    const next = () => submit(item)
    // It goes on when the other has ended, however it did.
    const turn = ofKey.last ? ofKey.last.then(next, next) : next()
    ofKey.last = turn
    try {
      return await turn
    } finally {
      ofKey.waiting -= 1
      if (ofKey.waiting === 0) ofKeys.delete(key)
    }
  }
}

/** What a client is told when the database can't be reached. */
function orUnavailable(error: unknown): unknown {
  if (isPassing(error))
    return new AppError('unavailable', 'Too much is changing at once right now; try again shortly.', {
      retryAfter: 1,
      cause: error,
    })
  if (!isUnavailable(error)) return error
  return new AppError('unavailable', 'The database is not available right now; try again shortly.', {
    retryAfter: 1,
    cause: error,
  })
}

/** What became of a transaction; `refused` for a reason of the lead's own, such as a duplicate. */
export type BatchEnd = 'written' | 'refused' | 'failed'

/** Hears of what the write path does. Called on the hot path: must be quick and must not throw. */
export interface WriteObserver {
  /** A transaction ended; `guarded` is the lane of the policies reject and merge. */
  ended(lane: 'batch' | 'guarded', leads: number, seconds: number, outcome: BatchEnd): void
  /** A lead was committed. `matched`: the workspace had one with the same phone or e-mail. */
  written(result: WriteResult, matched: boolean): void
}

/** Times one transaction of so many leads, with what is read for their answers. */
async function observeBatch<Outcome>(
  observer: WriteObserver | undefined,
  lane: 'batch' | 'guarded',
  leads: number,
  write: () => Promise<Outcome>,
): Promise<Outcome> {
  if (!observer) return write()
  const start = performance.now()
  let end: BatchEnd = 'written'
  try {
    return await write()
  } catch (error) {
    end = error instanceof AppError ? 'refused' : 'failed'
    throw error
  } finally {
    observer.ended(lane, leads, (performance.now() - start) / 1000, end)
  }
}

/** Tells what became of a lead. */
function observeWritten(observer: WriteObserver | undefined, outcome: BatchOutcome): void {
  if (outcome.kind === 'written' || outcome.kind === 'failed')
    observer?.written(outcome.result, outcome.matched)
}
