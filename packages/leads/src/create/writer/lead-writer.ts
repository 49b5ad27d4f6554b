import { AppError } from '@intake/contracts/app-error'
import type { Database } from '@intake/database/create-database'
import { isItemError, isPassing, isUnavailable } from '@intake/database/database-error'
import { type FileSigner, noAddresses } from '../../documents/file-signer.ts'
import { createTagDirectory } from '../../tags/tags.ts'
import { flushGuarded, type GuardedLead } from '../flush-guarded.ts'
import type { NewLead } from '../new-lead.ts'
import { Again, createBatcher, Failed } from './batcher.ts'
import { createDatabaseClock, type DatabaseClock } from './database-clock.ts'
import { flushAtOnce, type KnownOfDatabase } from './flush-at-once.ts'
import type { BatchTarget, FlushOutcome } from './flush-batch.ts'
import { observeFlush, observeWritten, type WriteObserver } from './observe-writes.ts'

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
  /** For the documents of leads that are merged into. */
  files?: FileSigner
  /** What leads are dated by while the database isn't asked. */
  clock?: DatabaseClock
}

/** The write path of this process. One instance serves all requests. */
export interface LeadWriter {
  /** Resolves after the commit. Throws `overloaded` or `unavailable`; then the lead may be sent again. */
  submit(newLead: NewLead): Promise<FlushOutcome>
  /** The same under the policy `reject` or `merge`, which sees every lead that was committed before. Throws `duplicate_lead` too. */
  submitGuarded(guarded: GuardedLead): Promise<FlushOutcome>
  readonly size: number
  drain(): Promise<void>
}

/** Leads that are worth a transaction beside others; fewer wait for the end of one, or some milliseconds. */
const minBeside = 16

/** Calls with one idempotency key that wait for one another; more are refused. */
const maxWaitingPerKey = 200

/** Group commit over `database`; see docs/decisions/0001-group-commit.md. */
export function createLeadWriter(database: Database, options: LeadWriterOptions = {}): LeadWriter {
  const known: KnownOfDatabase = {
    tags: createTagDirectory(),
    clock: options.clock ?? createDatabaseClock(),
    onUnread: options.onUnread,
  }
  const target: BatchTarget = { client: database.pool, commits: true }
  const keysInFlight = new Map<string, { last: Promise<unknown> | undefined; waiting: number }>()
  const batcher = createBatcher<NewLead, FlushOutcome>({
    flush: async (batch) => {
      const outcomes = await observeFlush(options.observer, 'batch', batch.length, () =>
        flushAtOnce(target, known, batch),
      )
      options.onCommit?.()
      return outcomes.map((outcome, ord) => {
        if (outcome.kind === 'left out')
          return new Again({ ...(batch[ord] as NewLead), matches: outcome.matches })
        if (outcome.kind === 'failed') return new Failed(outcome.error)
        observeWritten(options.observer, outcome)
        return outcome
      })
    },
    isItemError,
    isPassing,
    toRejection: orUnavailable,
    maxBatch: options.maxBatch ?? 64,
    maxInFlight: options.maxInFlight ?? 2,
    minBeside,
    maxWaiting: options.maxWaiting ?? 2000,
  })

  // A guarded lead may wait for another process's, so these have a lane of their own and never hold up the others.
  const guardedLane = createBatcher<GuardedLead, FlushOutcome>({
    flush: async ([guarded]) => {
      if (!guarded) return []
      const outcomes = await observeFlush(options.observer, 'guarded', 1, async () => [
        await flushGuarded(database, options.files ?? noAddresses, guarded),
      ])
      options.onCommit?.()
      for (const outcome of outcomes) observeWritten(options.observer, outcome)
      return outcomes
    },
    isItemError,
    isPassing,
    toRejection: orUnavailable,
    maxBatch: 1,
    maxInFlight: 2,
    maxWaiting: options.maxWaiting ?? 2000,
  })

  // One statement can't claim a key twice, so calls with the same key go through one after the other.
  const submitAlone = async (newLead: NewLead, id: string): Promise<FlushOutcome> => {
    const ofKey = keysInFlight.get(id) ?? { last: undefined, waiting: 0 }
    if (ofKey.waiting >= maxWaitingPerKey)
      throw new AppError('idempotency_key_in_use', 'A call with this Idempotency-Key is still running.', {
        retryAfter: 1,
      })
    keysInFlight.set(id, ofKey)
    ofKey.waiting += 1
    const turn = ofKey.last ? after(ofKey.last, () => batcher.submit(newLead)) : batcher.submit(newLead)
    ofKey.last = turn
    try {
      return await turn
    } finally {
      ofKey.waiting -= 1
      if (ofKey.waiting === 0) keysInFlight.delete(id)
    }
  }

  return {
    submit(newLead) {
      const { idempotency, fields } = newLead
      if (!idempotency) return batcher.submit(newLead)
      return submitAlone(newLead, `${fields.workspace_id} ${idempotency.route}\n${idempotency.key}`)
    },
    submitGuarded: (guarded) => guardedLane.submit(guarded),
    get size() {
      return batcher.size + guardedLane.size
    },
    async drain() {
      await Promise.all([batcher.drain(), guardedLane.drain()])
    },
  }
}

/** Goes on when the other has ended, however it did. */
function after<Result>(other: Promise<unknown>, then: () => Promise<Result>): Promise<Result> {
  return other.then(then, then)
}

/** What a client is told when the database can't be reached. */
function orUnavailable(error: unknown): unknown {
  if (!isUnavailable(error)) return error
  return new AppError('unavailable', 'The database is not available right now; try again shortly.', {
    retryAfter: 1,
    cause: error,
  })
}
