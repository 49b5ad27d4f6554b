export interface Spread {
  median: number
  min: number
  max: number
}

/** Throws for none. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const [low = Number.NaN, high = Number.NaN] = [sorted.at((sorted.length - 1) >> 1), sorted[middle]]
  if (sorted.length === 0) throw new Error('no values')
  return { median: (low + high) / 2, min: sorted[0] ?? 0, max: sorted.at(-1) ?? 0 }
}
