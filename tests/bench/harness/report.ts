/** What a run has found, in the forms it is handed over in. */
export interface Report {
  tables: { title: string; rows: Record<string, string | number>[] }[]
  /** All of it, as it is written as JSON. */
  figures: object
  demands: Demand[]
  /** A picture, where it has one. */
  svg?: string
}

/** A figure that the project sets itself a bound for. */
export interface Demand {
  what: string
  value: number
  demand: string
  met: boolean
}

/** No demand where this run has no figure for it. */
export function atLeast(what: string, value: number | null | undefined, least: number): Demand[] {
  if (typeof value !== 'number' || Number.isNaN(value)) return []
  return [{ what, value, demand: `≥ ${least}`, met: value >= least }]
}

/** No demand where this run has no figure for it. */
export function atMost(what: string, value: number | null | undefined, most: number): Demand[] {
  if (typeof value !== 'number' || Number.isNaN(value)) return []
  return [{ what, value, demand: `≤ ${most}`, met: value <= most }]
}

/** To so many decimals, for tables. */
export function rounded(value: number, decimals = 0): number {
  return Math.round(value * 10 ** decimals) / 10 ** decimals
}
