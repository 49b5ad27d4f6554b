import type { Measured } from './measure-in-turns.ts'
import { rounded } from './report.ts'
import type { Spread } from './spread.ts'

/** From least to most, as a table says it. */
export function rangeOf({ min, max }: Spread): string {
  return `${Math.round(min)}–${Math.round(max)}`
}

/** A table's cells of CPU by process. */
export function cpuCells(cpuMicros: Record<string, number>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(cpuMicros).map(([name, micros]) => [`${name} µs`, rounded(micros)]),
  )
}

/** A table of what was measured in turns. */
export function measuredRows(measured: readonly Measured[]): Record<string, string | number>[] {
  return measured.map(({ contender, clients, perSecond, p50Ms, p99Ms, refused, cpuMicros }) => ({
    contender,
    clients,
    'leads/s': rounded(perSecond.median),
    spread: rangeOf(perSecond),
    'p50 ms': rounded(p50Ms.median, 1),
    'p99 ms': rounded(p99Ms.median, 1),
    refused,
    ...cpuCells(cpuMicros),
  }))
}
