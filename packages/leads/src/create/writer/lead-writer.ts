import { AppError } from '@intake/contracts/app-error'
import type { Database } from '@intake/database/create-database'
import { isItemError, isPassing, isUnavailable } from '@intake/database/database-error'
import { type FileSigner, noAddresses } from '../../documents/file-signer.ts'
import { keyInUse } from '../../idempotency/claim-key.ts'
import { createTagDirectory } from '../../tags/tags.ts'
import type { NewLead, WriteOutcome } from '../new-lead.ts'
import { type GuardedLead, writeGuarded } from '../write-guarded.ts'
import { createDatabaseClock, type DatabaseClock } from './database-clock.ts'
import { createGroupCommit } from './group-commit.ts'
import { observeBatch, observeWritten, type WriteObserver } from './observe-writes.ts'
import { type BatchTarget, writeBatch } from './write-batch.ts'

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
  submit(newLead: NewLead): Promise<WriteOutcome>
  /** The same under the policy `reject` or `merge`, which sees every lead that was committed before. Throws `duplicate_lead` too. */
  submitGuarded(guarded: GuardedLead): Promise<WriteOutcome>
  readonly size: number
  drain(): Promise<void>
}

/** Leads that are worth a transaction beside others; fewer wait for the end of one, or some milliseconds. */
const minBeside = 16

/** Calls with one idempotency key that wait for one another; more are refused. */
const maxWaitingPerKey = 200

/** Group commit over `database`; see docs/decisions/0001-group-commit.md. */
export function createLeadWriter(database: Database, options: LeadWriterOptions = {}): LeadWriter {
  const { observer } = options
  const target: BatchTarget = {
    db: database.db,
    tags: createTagDirectory(),
    clock: options.clock ?? createDatabaseClock(),
    inTransaction: false,
    onUnread: options.onUnread,
  }
  const bounds = {
    isItemError,
    isPassing,
    toRejection: orUnavailable,
    maxWaiting: options.maxWaiting ?? 2000,
  }
  const groups = createGroupCommit<NewLead, WriteOutcome>({
    ...bounds,
    write: async (batch) => {
      const outcomes = await observeBatch(observer, 'batch', batch.length, () => writeBatch(target, batch))
      options.onCommit?.()
      return outcomes.map((outcome) => {
        if (outcome.kind === 'again') return { again: outcome.newLead }
        if (outcome.kind === 'failed') return { error: outcome.error }
        observeWritten(observer, outcome)
        return { outcome }
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
        await writeGuarded(database.db, options.files ?? noAddresses, guarded),
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
  if (!isUnavailable(error)) return error
  return new AppError('unavailable', 'The database is not available right now; try again shortly.', {
    retryAfter: 1,
    cause: error,
  })
}
