/** Observations by upper bound, cumulative as Prometheus tells them. */
export type Buckets = ReadonlyMap<number, number>

/** The value below which this share of the observations lies, read off the buckets. Null when there were none. */
export function quantile(buckets: Buckets, share: number): number | null {
  const sorted = [...buckets].sort(([a], [b]) => a - b)
  const total = sorted.at(-1)?.[1] ?? 0
  if (total <= 0) return null
  const wanted = share * total
  let [lower, below] = [0, 0]
  for (const [bound, count] of sorted) {
    if (count >= wanted && count > below) {
      if (bound === Number.POSITIVE_INFINITY) return lower
      return lower + ((bound - lower) * (wanted - below)) / (count - below)
    }
    ;[lower, below] = [bound, count]
  }
  return lower
}
