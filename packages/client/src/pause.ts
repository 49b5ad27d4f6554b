export interface Backoff {
  /** Longest pause after the first try, ms; it doubles with each one. */
  backoffMs: number
  /** No pause of our own is longer, ms. */
  maxBackoffMs: number
  /** A call whose `Retry-After` asks for more is given up, ms. */
  maxRetryAfterMs: number
}

/**
 * Milliseconds before the next try, null for giving up. Without `Retry-After` any time up to a bound that doubles (full
 * jitter); with it that time, and then the same jitter, so that those who were refused together don't come back together.
 */
export function pauseAfter(
  attempt: number,
  retryAfterMs: number | undefined,
  { backoffMs, maxBackoffMs, maxRetryAfterMs }: Backoff,
  random: () => number = Math.random,
): number | null {
  if (retryAfterMs !== undefined && retryAfterMs > maxRetryAfterMs) return null
  const longest = Math.min(maxBackoffMs, backoffMs * 2 ** (attempt - 1))
  return (retryAfterMs ?? 0) + random() * longest
}

/** The milliseconds of a `Retry-After`, which holds seconds or a date; undefined for anything else. */
export function parseRetryAfter(header: string | null, now = Date.now()): number | undefined {
  if (header === null) return undefined
  if (/^\s*\d+\s*$/.test(header)) return Number(header) * 1000
  const date = Date.parse(header)
  return Number.isNaN(date) ? undefined : Math.max(0, date - now)
}

/** Waits. Rejects with the signal's reason as soon as it is aborted. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason)
    const stop = () => {
      clearTimeout(timer)
      reject(signal?.reason)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop)
      resolve()
    }, ms)
    signal?.addEventListener('abort', stop, { once: true })
  })
}
