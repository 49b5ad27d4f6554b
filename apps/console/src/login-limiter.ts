type Window = { attempts: number; endsAt: number }

export type LoginLimiter = {
  /** Counts an attempt. The answer is 0 when it may go on, else the milliseconds to wait. */
  take(address: string): number
  /** Gives the attempts of an address back, after a login that succeeded. */
  forgive(address: string): void
}

const maxAddresses = 10_000

/** Bounds login attempts, per address and for all together, in fixed windows kept in the process. */
export function createLoginLimiter(options: {
  perAddress: number
  overall: number
  windowMs: number
}): LoginLimiter {
  const { perAddress, overall, windowMs } = options
  const byAddress = new Map<string, Window>()
  let all: Window = { attempts: 0, endsAt: 0 }

  function current(window: Window | undefined, now: number): Window {
    return window && window.endsAt > now ? window : { attempts: 0, endsAt: now + windowMs }
  }

  function makeRoom(now: number): void {
    if (byAddress.size < maxAddresses) return
    for (const [address, window] of byAddress) if (window.endsAt <= now) byAddress.delete(address)
    const [oldest] = byAddress.keys()
    if (byAddress.size >= maxAddresses && oldest !== undefined) byAddress.delete(oldest)
  }

  return {
    take(address) {
      const now = Date.now()
      const own = current(byAddress.get(address), now)
      all = current(all, now)
      const full = own.attempts >= perAddress ? own : all.attempts >= overall ? all : undefined
      if (full) return full.endsAt - now
      own.attempts += 1
      all.attempts += 1
      if (!byAddress.has(address)) makeRoom(now)
      byAddress.set(address, own)
      return 0
    },
    forgive(address) {
      const own = byAddress.get(address)
      if (own) all.attempts = Math.max(0, all.attempts - own.attempts)
      byAddress.delete(address)
    },
  }
}
