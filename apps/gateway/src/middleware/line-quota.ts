/** How many lines of each kind are written a second. */
export interface LineQuota {
  /** Null: leave the line out. Otherwise how many were left out since the last one of its kind. */
  take(kind: number): number | null
}

interface Taken {
  second: number
  lines: number
  leftOut: number
}

/** `now` in ms. */
export function createLineQuota(perSecond: number, now: () => number): LineQuota {
  const taken = new Map<number, Taken>()
  return {
    take(kind) {
      const second = Math.floor(now() / 1000)
      const before = taken.get(kind) ?? { second, lines: 0, leftOut: 0 }
      const lines = before.second === second ? before.lines : 0
      const isFull = lines >= perSecond
      taken.set(kind, { second, lines: lines + 1, leftOut: isFull ? before.leftOut + 1 : 0 })
      return isFull ? null : before.leftOut
    },
  }
}
