export interface Pace {
  /** When the next request is due, on the clock of `performance.now()`; null when none is any more. */
  next(): number | null
  /** When nothing is to be sent any more. */
  until: number
}

/** Requests are due evenly, so many a second; without a rate each is due as soon as a client is free. */
export function createPace(perSecond: number | undefined, until: number): Pace {
  let due = performance.now()
  return {
    until,
    next() {
      const now = performance.now()
      if (now >= until) return null
      if (perSecond === undefined) return now
      due += 1000 / perSecond
      return due < until ? due : null
    },
  }
}
