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

/** Null for none. */
export function spreadIfAny(values: readonly number[]): Spread | null {
  return values.length > 0 ? spreadOf(values) : null
}

/** Medians of figures by name; those that the first has. */
export function medians(of: readonly Record<string, number>[]): Record<string, number> {
  const names = Object.keys(of[0] ?? {})
  return Object.fromEntries(
    names.map((name) => [name, spreadOf(of.map((each) => each[name] ?? Number.NaN)).median]),
  )
}

/** How fast y grows with x, by least squares; 0 for fewer than two points. */
export function slopeOf(points: readonly { x: number; y: number }[]): number {
  const mean = (pick: (point: { x: number; y: number }) => number) =>
    points.reduce((sum, point) => sum + pick(point), 0) / points.length
  const [x, y] = [mean((point) => point.x), mean((point) => point.y)]
  const square = points.reduce((sum, point) => sum + (point.x - x) ** 2, 0)
  const product = points.reduce((sum, point) => sum + (point.x - x) * (point.y - y), 0)
  return square > 0 ? product / square : 0
}
