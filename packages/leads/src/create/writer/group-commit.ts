import { AppError } from '@intake/contracts/app-error'

/** What a write says of one item: its outcome, or what its caller is rejected with. */
export type ItemResult<Outcome> = { outcome: Outcome } | { error: unknown }

export interface GroupCommitOptions<Item, Outcome> {
  /** Writes a batch whole or not at all; answers for each item, in order. */
  write(batch: readonly Item[]): Promise<ItemResult<Outcome>[]>
  /** True when the failure may lie in a single item, so that a batch is worth splitting. */
  isItemError(error: unknown): boolean
  /** True when the same batch is likely to pass at once (a deadlock, say). */
  isPassing(error: unknown): boolean
  /** What an item is rejected with instead of what the write threw. */
  toRejection?(error: unknown): unknown
  maxBatch: number
  maxInFlight: number
  /** A batch beside others waits until there are so many items, or until one has waited for {@link maxWaitMs}; without it for one. */
  minBeside?: number
  /** Beyond this many waiting items `submit` refuses. */
  maxWaiting: number
}

export interface GroupCommit<Item, Outcome> {
  submit(item: Item): Promise<Outcome>
  /** Items that wait or are being written. */
  readonly size: number
  /** Resolves when nothing waits or is under way. */
  drain(): Promise<void>
}

interface Waiting<Item, Outcome> {
  item: Item
  resolve(outcome: Outcome): void
  reject(error: unknown): void
}

/** How long an item waits for others before it is written beside those under way, ms. */
const maxWaitMs = 10

/** A batch is tried so often while what keeps it from being written passes. */
const maxTries = 4

/**
 * Group commit: what arrives while batches are being written is written together with the next. A lone item is written at
 * once, there is no timer; under load batches grow by themselves. A batch costs as much as several items, so a few that come while
 * another is under way wait for its end. A batch that fails because of one item is split, so that only that item fails.
 */
export function createGroupCommit<Item, Outcome>(
  options: GroupCommitOptions<Item, Outcome>,
): GroupCommit<Item, Outcome> {
  const minBeside = options.minBeside ?? 1
  const waiting: Waiting<Item, Outcome>[] = []
  let inFlight = 0
  let writing = 0
  let scheduled = false
  let patience: NodeJS.Timeout | undefined
  const drained: (() => void)[] = []

  const toRejection = options.toRejection ?? ((error: unknown) => error)

  const writeAll = async (batch: Waiting<Item, Outcome>[], tries = 1): Promise<void> => {
    try {
      const results = await options.write(batch.map(({ item }) => item))
      for (const [index, { resolve, reject }] of batch.entries()) {
        const result = results[index] ?? { error: new Error('the write said nothing of an item') }
        if ('error' in result) reject(toRejection(result.error))
        else resolve(result.outcome)
      }
    } catch (error) {
      if (tries < maxTries && options.isPassing(error)) return writeAll(batch, tries + 1)
      if (batch.length > 1 && options.isItemError(error)) {
        const middle = Math.ceil(batch.length / 2)
        await writeAll(batch.slice(0, middle))
        return writeAll(batch.slice(middle))
      }
      const rejection = toRejection(error)
      for (const { reject } of batch) reject(rejection)
    }
  }

  /** `enough`: items that are worth a batch beside others. */
  const pump = (enough = minBeside) => {
    while (waiting.length >= (inFlight === 0 ? 1 : enough) && inFlight < options.maxInFlight) {
      const batch = waiting.splice(0, options.maxBatch)
      inFlight += 1
      writing += batch.length
      writeAll(batch).finally(() => {
        inFlight -= 1
        writing -= batch.length
        pump()
      })
    }
    // A batch that takes long must not hold up the few that came after it.
    if (waiting.length > 0 && inFlight < options.maxInFlight && !patience)
      patience = setTimeout(() => {
        patience = undefined
        pump(1)
      }, maxWaitMs)
    if (inFlight === 0 && waiting.length === 0) for (const resolve of drained.splice(0)) resolve()
  }

  const pumpOnce = () => {
    scheduled = false
    pump()
  }

  return {
    submit(item) {
      if (waiting.length >= options.maxWaiting)
        return Promise.reject(
          new AppError('overloaded', 'More leads are waiting than can be written soon; try again shortly.', {
            retryAfter: 1,
          }),
        )
      return new Promise((resolve, reject) => {
        waiting.push({ item, resolve, reject })
        // Requests that were parsed in the same turn of the event loop share a batch.
        if (!scheduled) {
          scheduled = true
          setImmediate(pumpOnce)
        }
      })
    },
    get size() {
      return waiting.length + writing
    },
    drain() {
      if (waiting.length === 0 && inFlight === 0) return Promise.resolve()
      return new Promise((resolve) => drained.push(resolve))
    },
  }
}
