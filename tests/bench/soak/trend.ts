import { slopeOf, spreadOf } from '../harness/spread.ts'

export interface Trend {
  median: number
  max: number
  /** By how much the fitted line rises from the end of the warm-up to the end, percent of the median. */
  risePercent: number
  isFlat: boolean
}

/** The first part of a soak, in which caches and heaps fill. */
const warmUpShare = 0.2
export const mostRisePercent = 5

/** Whether a figure stays where it is once the process is warm. The maximum is of all of it, warm-up too. */
export function trendOf(points: readonly { seconds: number; value: number }[]): Trend {
  const warm = points.slice(Math.floor(points.length * warmUpShare))
  const median = spreadOf(warm.map(({ value }) => value)).median
  const lasted = (warm.at(-1)?.seconds ?? 0) - (warm[0]?.seconds ?? 0)
  const rise = slopeOf(warm.map(({ seconds, value }) => ({ x: seconds, y: value }))) * lasted
  const risePercent = median > 0 ? (rise / median) * 100 : 0
  const max = Math.max(...points.map(({ value }) => value))
  return { median, max, risePercent, isFlat: risePercent <= mostRisePercent }
}
