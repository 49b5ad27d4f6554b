import { AppError } from '@intake/contracts/app-error'
import type { ImportRow } from '@intake/database/tables'
import { createLeads, type LeadOfBatch } from '../create/create-leads.ts'
import type { Slots } from '../create/slots.ts'
import type { Ctx } from '../workspace/ctx.ts'
import type { FileRow } from './file-row.ts'
import { placer, type ReadRow, type RowReading, readRow } from './read-row.ts'
import { rowLeadId } from './row-lead-id.ts'
import { createdLine, readStored, refusedLine } from './row-results.ts'
import { rowClaim } from './row-route.ts'
import { createRowReader } from './row-to-lead.ts'
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
  const { csv } = imported
  const reading: RowReading = csv && { csv, read: createRowReader(csv) }
  const workspace = await ctx.configuration.workspace(imported.workspace_id)
  const mode = workspace?.unknownFields ?? 'keep'
  const read = rows.map((row) => readRow(row, reading, mode))
  const written = await createLeads(
    ctx,
    read.flatMap((row, index) => leadOf(imported, row, firstRow + index, idsAt) ?? []),
    { slots: ctx.slots, create: patientCreate(imported.id, ctx.signal, ctx.patienceMs) },
  )
  return read.map((row, index) => {
    const line = imported.next_line === null ? undefined : rows[index]?.line
    const place = { row: firstRow + index, line }
    const outcome = row.request ? written.shift() : undefined
    if (outcome && 'created' in outcome) {
      const { body } = outcome.created
      const written = outcome.created.written ?? readStored(body)
      return createdLine(place, written, [...row.warnings, ...written.warnings.map(placer(row, reading))])
    }
    const error = outcome ? toRefusal(ctx, outcome.error) : (row.error as AppError)
    const faults = outcome ? error.errors.map(placer(row, reading)) : error.errors
    return refusedLine(place, { error, faults, warnings: row.warnings, values: row.values })
  })
}

function leadOf(
  imported: ImportRow,
  { request, dropped }: ReadRow,
  row: number,
  idsAt: Date,
): LeadOfBatch | null {
  if (!request) return null
  return {
    request,
    dropped,
    idempotency: rowClaim(imported.id, row),
    leadId: rowLeadId(imported.id, row, idsAt),
    duplicatePolicy: imported.duplicate_policy ?? undefined,
  }
}

function toRefusal(ctx: TakeChunkCtx, error: unknown): AppError {
  if (error instanceof AppError) return error
  if (error instanceof Interrupted) throw error
  ctx.onFailure(error)
  return new AppError('internal_error', 'Something went wrong on our side; the row can be sent again.')
}
