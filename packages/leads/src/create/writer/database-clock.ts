/** How long what was heard is trusted, ms: clocks run apart by a few milliseconds meanwhile. */
const trustedMs = 60_000

/** The database's time as this process can tell it without asking. */
export interface DatabaseClock {
  /** Whole milliseconds; never ahead of the database unless its clock was set back, never before what it said last. Null when nothing was heard for a minute. */
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
  let heardAt = 0
  let said = 0
  return {
    now() {
      const here = monotonicMs()
      if (best === Number.NEGATIVE_INFINITY || here - heardAt > trustedMs) return null
      said = Math.max(said, Math.floor(best + here))
      return new Date(said)
    },
    heard(at) {
      const here = monotonicMs()
      const ahead = at.getTime() - here
      heardAt = here
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
