import { AppError, invalidRequest } from '@intake/contracts/app-error'
import { CompiledCreateLeadRequest } from '@intake/contracts/create-lead'
import { toFieldErrors } from '@intake/contracts/field-errors'
import type { ImportRow } from '@intake/database/tables'
import { createLeads, type LeadOfBatch } from '../create/create-leads.ts'
import type { Slots } from '../create/slots.ts'
import type { Ctx } from '../workspace/ctx.ts'
import type { FileRow, RowFault } from './file-row.ts'
import { rowLeadId } from './row-lead-id.ts'
import { createdLine, readStored, refusedLine } from './row-results.ts'
import { rowClaim } from './row-route.ts'
import { columnOf, findSurplus, rowToLead } from './row-to-lead.ts'
import { Interrupted, patientCreate } from './take-row.ts'

export interface TakeChunkCtx extends Ctx {
  slots: Slots
  signal: AbortSignal
  /** How long a row is tried again after errors that nobody foresaw. */
  patienceMs?: number
  /** Hears of what was no fault of a row's. */
  onFailure(error: unknown): void
}

export interface ChunkToTake {
  firstRow: number
  rows: readonly FileRow<unknown>[]
  /** The time in the ids of its leads. */
  idsAt: Date
}

/** Takes the rows of a chunk in, each like a single create, and answers a line for each. Throws {@link Interrupted}. */
export async function takeChunk(
  ctx: TakeChunkCtx,
  imported: ImportRow,
  { firstRow, rows, idsAt }: ChunkToTake,
): Promise<string[]> {
  const read = rows.map((row, index) => readRow(imported, row, firstRow + index, idsAt))
  const written = await createLeads(
    ctx,
    read.flatMap(({ lead }) => lead ?? []),
    { slots: ctx.slots, create: patientCreate(imported.id, ctx.signal, ctx.patienceMs) },
  )
  return read.map(({ lead, input, error }, index) => {
    const row = firstRow + index
    const outcome = lead ? written.shift() : undefined
    if (outcome && 'created' in outcome) {
      const { written, body } = outcome.created
      return createdLine(row, written ?? readStored(body))
    }
    const refusal = outcome ? toRefusal(ctx, outcome.error) : (error as AppError)
    return refusedLine(row, refusal, (pointer) =>
      imported.csv ? columnOf(pointer, input, imported.csv) : undefined,
    )
  })
}

interface ReadRow {
  input: unknown
  lead?: LeadOfBatch
  error?: AppError
}

function readRow(imported: ImportRow, row: FileRow<unknown>, number: number, idsAt: Date): ReadRow {
  if ('fault' in row) return { input: null, error: toError(row.fault) }
  const surplus = imported.csv && findSurplus(row.content as string[], imported.csv)
  if (surplus) return { input: null, error: toError(surplus) }
  const input = imported.csv ? rowToLead(row.content as string[], imported.csv) : row.content
  const parsed = CompiledCreateLeadRequest.safeParse(input)
  if (!parsed.success) return { input, error: invalidRequest(toFieldErrors(parsed.error, input)) }
  return {
    input,
    lead: {
      request: parsed.data,
      idempotency: rowClaim(imported.id, number),
      leadId: rowLeadId(imported.id, number, idsAt),
      duplicatePolicy: imported.duplicate_policy ?? undefined,
    },
  }
}

function toError({ refusal, code, message }: RowFault): AppError {
  const errors = [{ pointer: '', code, message }]
  return refusal === 'invalid_request' ? invalidRequest(errors) : new AppError(refusal, message, { errors })
}

function toRefusal(ctx: TakeChunkCtx, error: unknown): AppError {
  if (error instanceof AppError) return error
  if (error instanceof Interrupted) throw error
  ctx.onFailure(error)
  return new AppError('internal_error', 'Something went wrong on our side; the row can be sent again.')
}
