import { createHash } from 'node:crypto'
import { neighbourhoodOf } from '@intake/leads/workspace/client-address'

type Window = { attempts: number; endsAt: number }

/** Who tries: an account, and the address that it is tried from. */
export type Attempt = { user: string; address: string }

export type LoginLimiter = {
  /** Counts an attempt. The answer is 0 when it may go on, else the milliseconds to wait. */
  take(attempt: Attempt): number
  /** Gives the attempts back, after a login that succeeded. */
  forgive(attempt: Attempt): void
}

const maxPairs = 10_000

/**
 * Bounds login attempts of an account from an address, in fixed windows kept in the process. Never those of an account alone: anybody could
 * lock its owner out.
 */
export function createLoginLimiter({
  attempts,
  windowMs,
}: {
  attempts: number
  windowMs: number
}): LoginLimiter {
  const windows = new Map<string, Window>()

  function makeRoom(now: number): void {
    if (windows.size < maxPairs) return
    for (const [pair, window] of windows) if (window.endsAt <= now) windows.delete(pair)
    const [oldest] = windows.keys()
    if (windows.size >= maxPairs && oldest !== undefined) windows.delete(oldest)
  }

  return {
    take(attempt) {
      const now = Date.now()
      const pair = pairOf(attempt)
      const known = windows.get(pair)
      const window = known && known.endsAt > now ? known : { attempts: 0, endsAt: now + windowMs }
      if (window.attempts >= attempts) return window.endsAt - now
      window.attempts += 1
      if (!known) makeRoom(now)
      windows.set(pair, window)
      return 0
    },
    forgive: (attempt) => void windows.delete(pairOf(attempt)),
  }
}

/** Of one length, whatever was typed. */
function pairOf({ user, address }: Attempt): string {
  return createHash('sha256')
    .update(JSON.stringify([user, neighbourhoodOf(address)]))
    .digest('base64')
}
