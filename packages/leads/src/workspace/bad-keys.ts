import { LRUCache } from 'lru-cache'
import { neighbourhoodOf } from './client-address.ts'

/** Counts look-ups of keys that there weren't, by the address that they came from. */
export interface BadKeys {
  /** 0 while a look-up from this address may go on; else the seconds to wait. */
  wait(address: string | undefined): number
  note(address: string | undefined): void
}

const windowMs = 60_000
/** Look-ups of unknown keys that an address has in a minute. */
export const maxBadKeys = 30
/** More addresses aren't kept: the ones that were quiet longest are forgotten. */
const maxAddresses = 10_000

/** Kept in the process, in windows of a minute. IPv6 addresses of one /64 count as one. */
export function createBadKeys(): BadKeys {
  const windows = new LRUCache<string, { count: number; endsAt: number }>({ max: maxAddresses })
  const current = (place: string) => {
    const window = windows.get(place)
    return window && window.endsAt > performance.now() ? window : undefined
  }
  return {
    wait(address) {
      const window = current(neighbourhoodOf(address))
      if (!window || window.count < maxBadKeys) return 0
      return Math.ceil((window.endsAt - performance.now()) / 1000)
    },
    note(address) {
      const place = neighbourhoodOf(address)
      const window = current(place) ?? { count: 0, endsAt: performance.now() + windowMs }
      window.count += 1
      windows.set(place, window)
    },
  }
}
