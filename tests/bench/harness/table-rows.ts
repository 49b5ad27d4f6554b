import { sumOf } from './disk-use.ts'
import type { Measured } from './measure-in-turns.ts'
import { rounded } from './report.ts'
import type { Spread } from './spread.ts'

/** From least to most, as a table says it. */
export function rangeOf({ min, max }: Spread, decimals = 0): string {
  return `${rounded(min, decimals)}–${rounded(max, decimals)}`
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

/** A table of bytes a lead, a column each: tables and indexes that have at least one byte in any, largest first, and all. */
export function diskRows(columns: Record<string, Record<string, number>>): Record<string, string | number>[] {
  const all = Object.values(columns)
  const relations = [...new Set(all.flatMap((bytes) => Object.keys(bytes)))]
  const most = (relation: string) => Math.max(...all.map((bytes) => bytes[relation] ?? 0))
  const cells = (of: (bytes: Record<string, number>) => number | undefined) =>
    Object.fromEntries(Object.entries(columns).map(([name, bytes]) => [name, rounded(of(bytes) ?? 0)]))
  return [
    ...relations
      .filter((relation) => most(relation) >= 1)
      .sort((a, b) => most(b) - most(a))
      .map((relation) => ({ relation, ...cells((bytes) => bytes[relation]) })),
    { relation: 'all', ...cells(sumOf) },
  ]
}
