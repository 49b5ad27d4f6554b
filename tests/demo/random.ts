/** Seeded randomness: the same seed always gives the same sequence. */
export interface Random {
  /** 0 included to 1 excluded. */
  next(): number
  /** Both included. */
  integer(min: number, max: number): number
  chance(probability: number): boolean
  pick<T>(from: readonly T[]): T
  /** Deals the items in random order, and shuffles again when all have been dealt: none is left out for long. */
  deck<T>(items: readonly T[]): () => T
}

/** Mulberry32: 32 bits of state, passes the usual tests, four lines. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const integer = (min: number, max: number) => min + Math.floor(next() * (max - min + 1))
  const pick = <T>(from: readonly T[]) => from[integer(0, from.length - 1)] as T
  return {
    next,
    integer,
    pick,
    chance: (probability) => next() < probability,
    deck: (items) => {
      let left: (typeof items)[number][] = []
      return () => {
        if (left.length === 0) left = [...items]
        const [dealt] = left.splice(integer(0, left.length - 1), 1)
        return dealt as (typeof items)[number]
      }
    },
  }
}
