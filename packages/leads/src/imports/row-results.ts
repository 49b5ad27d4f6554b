import type { AppError } from '@intake/contracts/app-error'
import type { WriteResult } from '@intake/contracts/duplicate-policy'
import type { ImportResult, RowNote, RowOutcome } from '@intake/contracts/imports'
import type { LeadWarning } from '@intake/contracts/lead-answer'
import type { CreatedLead } from '../create/create-lead.ts'

type Created = Exclude<ImportResult, { outcome: 'refused' }>
type Refused = Extract<ImportResult, { outcome: 'refused' }>

/** Rows of one checkpoint, and what they became. */
export interface ChunkCounts {
  rows: number
  created: number
  merged: number
  refused: number
  /** Rows that were stored with a warning. */
  warned: number
}

/** Where a row is: its number, and its line where that is known. */
export interface ResultPlace {
  row: number
  line?: number | undefined
}

/** The line of a row that was stored. */
export function createdLine(
  { row, line }: ResultPlace,
  { leadId, result }: Pick<NonNullable<CreatedLead['written']>, 'leadId' | 'result'>,
  warnings: readonly RowNote[] = [],
): string {
  const created: Created = {
    row,
    outcome: result === 'existing' ? 'merged' : result,
    line,
    leadId,
    warnings: [...warnings],
  }
  return JSON.stringify(created)
}

interface StoredBody {
  result?: WriteResult
  lead: { id: string }
  warnings?: LeadWarning[]
}

/** What the answer stored under a row's idempotency key says. */
export function readStored(body: string): NonNullable<CreatedLead['written']> {
  const { result = 'created', lead, warnings = [] } = JSON.parse(body) as StoredBody
  return { leadId: lead.id, result, warnings }
}

export interface RefusedRow {
  error: AppError
  /** Its faults, as far as more is known of them than the error says. */
  faults?: readonly RowNote[]
  warnings?: readonly RowNote[]
  /** Of a CSV: the row as it stands in the file. */
  values?: readonly string[] | undefined
}

/** The line of a row that was refused. */
export function refusedLine(place: ResultPlace, refused: RefusedRow): string {
  return JSON.stringify(refusedRow(place, refused))
}

/** What is told of a row that was, or would be, refused. */
export function refusedRow(
  { row, line }: ResultPlace,
  { error: { code, message, errors, extensions }, faults = errors, warnings = [], values }: RefusedRow,
): Refused {
  const existingLeadId = extensions?.existingLeadId as string | undefined
  return {
    row,
    outcome: 'refused',
    line,
    code,
    detail: message,
    // Members that are undefined are in no JSON.
    ...(faults.length > 0 && { errors: [...faults] }),
    ...(existingLeadId && { existingLeadId }),
    warnings: [...warnings],
    ...(values && { values: [...values] }),
  }
}

/** How many of the lines tell of what. */
export function countLines(lines: readonly string[]): ChunkCounts {
  const counts: ChunkCounts = { rows: lines.length, created: 0, merged: 0, refused: 0, warned: 0 }
  for (const line of lines) {
    const outcome = outcomeOf(line)
    counts[outcome] += 1
    if (outcome !== 'refused' && hasWarnings.test(line)) counts.warned += 1
  }
  return counts
}

// All lines are ours and begin alike.
function outcomeOf(line: string): RowOutcome {
  return /^\{"row":\d+,"outcome":"(\w+)"/.exec(line)?.[1] as RowOutcome
}

const hasWarnings = /^\{"row":\d+,"outcome":"\w+",(?:"line":\d+,)?"leadId":"[^"]*","warnings":\[\{/
