/** How long what was heard is trusted as the best, ms: clocks run apart by less than a millisecond meanwhile. */
const trustedMs = 60_000

/** The database's time as this process can tell it without asking. */
export interface DatabaseClock {
  /** Whole milliseconds; never ahead of the database unless its clock was set back, never before what it said last. Null before anything was heard. */
  now(): Date | null
  /** Takes the database's time from an answer that has just come. */
  heard(at: Date): void
  /** For a time that the database found wrong. */
  forget(): void
}

/**
 * Each answer that says the time was under way for a while, so the clock is behind by the shortest way of the last minute. What counts
 * on is monotonic: this machine's own clock may be set as anybody likes.
 */
export function createDatabaseClock(monotonicMs: () => number = () => performance.now()): DatabaseClock {
  let best = Number.NEGATIVE_INFINITY
  let bestAt = 0
  let said = 0
  return {
    now() {
      if (best === Number.NEGATIVE_INFINITY) return null
      said = Math.max(said, Math.floor(best + monotonicMs()))
      return new Date(said)
    },
    heard(at) {
      const here = monotonicMs()
      const ahead = at.getTime() - here
      if (ahead < best && here - bestAt < trustedMs) return
      best = ahead
      bestAt = here
    },
    forget() {
      best = Number.NEGATIVE_INFINITY
      said = 0
    },
  }
}
