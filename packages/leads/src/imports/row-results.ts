import type { AppError } from '@intake/contracts/app-error'
import type { WriteResult } from '@intake/contracts/duplicate-policy'
import type { ImportResult, RowOutcome } from '@intake/contracts/imports'
import type { CreatedLead } from '../create/create-lead.ts'

type Refused = Extract<ImportResult, { outcome: 'refused' }>

/** Rows of one checkpoint, and what they became. */
export interface ChunkCounts {
  rows: number
  created: number
  merged: number
  refused: number
}

/** The line of a row that was stored. */
export function createdLine(row: number, { leadId, result }: NonNullable<CreatedLead['written']>): string {
  return JSON.stringify({ row, outcome: result, leadId })
}

/** What the answer stored under a row's idempotency key says. */
export function readStored(body: string): NonNullable<CreatedLead['written']> {
  const { result = 'created', lead } = JSON.parse(body) as { result?: WriteResult; lead: { id: string } }
  return { leadId: lead.id, result }
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
