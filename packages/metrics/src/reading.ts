import { withTimeout } from '@intake/runtime/with-timeout'

export interface ReadingOptions<Value> {
  /** Named when it takes too long. */
  what: string
  load(): Promise<Value>
  /** A value younger than this is good enough, ms. */
  maxAgeMs?: number
  /** No reader waits for longer than this, ms. */
  timeoutMs?: number
}

/**
 * Something dear to look at, such as a count in Postgres, for readers that come as often as they like: looked at once at a
 * time and at most every few seconds. The reader rejects when it fails or takes too long; a look that hangs is not
 * started again before it ends.
 */
export function createReading<Value>(options: ReadingOptions<Value>): () => Promise<Value> {
  const { what, load, maxAgeMs = 5000, timeoutMs = 2000 } = options
  let last: { value: Value; at: number } | undefined
  let running: Promise<Value> | undefined

  const look = async () => {
    try {
      const value = await load()
      last = { value, at: performance.now() }
      return value
    } finally {
      running = undefined
    }
  }
  return () => {
    if (last && performance.now() - last.at < maxAgeMs) return Promise.resolve(last.value)
    if (!running) {
      running = look()
      // Whoever gave up waiting no longer hears of it.
      running.catch(() => undefined)
    }
    return withTimeout(running, { what, timeoutMs })
  }
}
