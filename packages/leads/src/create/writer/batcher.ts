import { AppError } from '@intake/contracts/app-error'

export interface BatcherOptions<Item, Outcome> {
  /** Writes a batch whole or not at all; answers for each item, in order, its outcome, or of one that it left out what is to be done. */
  flush(batch: readonly Item[]): Promise<(Outcome | Again<Item> | Failed)[]>
  /** True when the failure may lie in a single item, so that a batch is worth splitting. */
  isItemError(error: unknown): boolean
  /** True when the same batch is likely to pass at once (a deadlock, say). */
  isPassing(error: unknown): boolean
  /** What an item is rejected with instead of what the flush threw. */
  toRejection?(error: unknown): unknown
  maxBatch: number
  maxInFlight: number
  /** A flush beside others waits until there are so many items, or until one has waited for {@link maxWaitMs}; without it for one. */
  minBeside?: number
  /** Beyond this many waiting items `submit` refuses. */
  maxWaiting: number
}

export interface Batcher<Item, Outcome> {
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

/** An item that a flush left out, as the next one is to have it. */
export class Again<Item> {
  readonly item: Item
  constructor(item: Item) {
    this.item = item
  }
}

/** An item that a flush left out, and why it is not to be flushed again. */
export class Failed {
  readonly error: unknown
  constructor(error: unknown) {
    this.error = error
  }
}

/** How long an item waits for others before it is flushed beside those under way, ms. */
const maxWaitMs = 10

/**
 * Group commit: what arrives while flushes are under way is written together with the next. A lone item is flushed at
 * once, there is no timer; under load batches grow by themselves. A flush costs as much as several items, so a few that come while
 * another is under way wait for its end. A batch that fails because of one item is split, so
 * that only that item fails.
 */
export function createBatcher<Item, Outcome>(options: BatcherOptions<Item, Outcome>): Batcher<Item, Outcome> {
  const minBeside = options.minBeside ?? 1
  const waiting: Waiting<Item, Outcome>[] = []
  let inFlight = 0
  let writing = 0
  let scheduled = false
  let patience: NodeJS.Timeout | undefined
  const drained: (() => void)[] = []

  const toRejection = options.toRejection ?? ((error: unknown) => error)

  const settle = async (batch: Waiting<Item, Outcome>[], retried = false): Promise<void> => {
    try {
      const outcomes = await options.flush(batch.map(({ item }) => item))
      const again: Waiting<Item, Outcome>[] = []
      for (const [index, { resolve, reject }] of batch.entries()) {
        const outcome = outcomes[index] as Outcome | Again<Item> | Failed
        if (outcome instanceof Again) again.push({ item: outcome.item, resolve, reject })
        else if (outcome instanceof Failed) reject(toRejection(outcome.error))
        else resolve(outcome)
      }
      // They were let in and have waited: they are the next, however many wait.
      if (again.length > 0) waiting.unshift(...again)
    } catch (error) {
      if (!retried && options.isPassing(error)) return settle(batch, true)
      if (batch.length > 1 && options.isItemError(error)) {
        const middle = Math.ceil(batch.length / 2)
        await settle(batch.slice(0, middle))
        return settle(batch.slice(middle))
      }
      const rejection = toRejection(error)
      for (const { reject } of batch) reject(rejection)
    }
  }

  /** `enough`: items that are worth a flush beside others. */
  const pump = (enough = minBeside) => {
    while (waiting.length >= (inFlight === 0 ? 1 : enough) && inFlight < options.maxInFlight) {
      const batch = waiting.splice(0, options.maxBatch)
      inFlight += 1
      writing += batch.length
      settle(batch).finally(() => {
        inFlight -= 1
        writing -= batch.length
        pump()
      })
    }
    // A flush that takes long must not hold up the few that came after it.
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
