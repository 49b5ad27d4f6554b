import type { AppError } from '@intake/contracts/app-error'
import type { ImportResult, RowOutcome } from '@intake/contracts/imports'

type Refused = Extract<ImportResult, { outcome: 'refused' }>

/** Rows of one checkpoint, and what they became. */
export interface ChunkCounts {
  rows: number
  created: number
  merged: number
  refused: number
}

/** The line of a row that was stored: also the body kept under its idempotency key. */
export function storedLine(row: number, outcome: 'created' | 'merged', leadId: string): string {
  return JSON.stringify({ row, outcome, leadId })
}

/** The line of a row that was refused. `columnOf` names the column that a pointer means. */
export function refusedLine(
  row: number,
  { code, message, errors, extensions }: AppError,
  columnOf: (pointer: string) => string | undefined = () => undefined,
): string {
  const existingLeadId = extensions?.existingLeadId as string | undefined
  const result: Refused = {
    row,
    outcome: 'refused',
    code,
    detail: message,
    // Members that are undefined are in no JSON.
    ...(errors.length > 0 && {
      errors: errors.map((fault) => ({ ...fault, column: columnOf(fault.pointer) })),
    }),
    ...(existingLeadId && { existingLeadId }),
  }
  return JSON.stringify(result)
}

/** How many of the lines tell of what. */
export function countLines(lines: readonly string[]): ChunkCounts {
  const counts: ChunkCounts = { rows: lines.length, created: 0, merged: 0, refused: 0 }
  for (const line of lines) counts[outcomeOf(line)] += 1
  return counts
}

// All lines are ours and begin alike.
function outcomeOf(line: string): RowOutcome {
  return /^\{"row":\d+,"outcome":"(\w+)"/.exec(line)?.[1] as RowOutcome
}
