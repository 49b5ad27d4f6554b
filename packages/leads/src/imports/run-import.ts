import { setMaxListeners } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { maxRowBytes } from '@intake/contracts/imports'
import { isUnavailable } from '@intake/database/database-error'
import type { ImportRow } from '@intake/database/tables'
import { type Storage, StoredObjectMissing } from '@intake/storage/storage'
import type { Slots } from '../create/slots.ts'
import type { Caller } from '../workspace/caller.ts'
import type { Ctx } from '../workspace/ctx.ts'
import { chunksOf } from './chunks-of.ts'
import { handBack, type ImportLease, readLeased, renewLease } from './claim-import.ts'
import { type Checkpoint, commitChunk } from './commit-chunk.ts'
import { endImport, type ImportEnd } from './end-import.ts'
import { fileKey } from './file-key.ts'
import { openStored, StorageAway } from './open-stored.ts'
import { readCsvRows } from './read-csv-rows.ts'
import { readNdjsonRows } from './read-ndjson-rows.ts'
import { type ChunkCounts, countLines } from './row-results.ts'
import { takeChunk } from './take-chunk.ts'
import { Interrupted } from './take-row.ts'

export interface RunImportCtx
  extends Pick<Ctx, 'db' | 'configuration' | 'writer' | 'files' | 'sealer' | 'warnings'> {
  storage: Pick<Storage, 'read' | 'remove' | 'check'>
  /** Shared by all imports of a process. */
  slots: Slots
  /** How long a row is tried again after errors that nobody foresaw. */
  patienceMs?: number
  /** Hears of what went wrong and is tried again, or was no fault of a row's. */
  onFailure(error: unknown): void
  /** Hears of each checkpoint; `bytesDone` of the file. */
  onCheckpoint?(counts: ChunkCounts, bytesDone: number): void
}

export interface RunImportOptions {
  leaseSeconds: number
  /** Aborted when the process ends. */
  signal: AbortSignal
  /** How long it waits after a failure. */
  pauseMs?: number
}

/** How a run ended; `interrupted`: handed back, `lost`: another has it. */
export type RunEnd = ImportEnd['status'] | 'interrupted' | 'lost'

/** Without a checkpoint between them. */
const maxPasses = 10
const maxAttempts = 20
/** One after the other without the file, while its storage is in order: others may see it later than the one that stored it. */
const maxMissing = 4

/**
 * Reads an import from its checkpoint to its end, as long as the lease lasts, which it renews. While the database or the storage is away
 * it waits. What keeps coming between is no fault of a row's, and after a while the import has failed.
 */
export async function runImport(
  ctx: RunImportCtx,
  lease: ImportLease,
  { leaseSeconds, signal, pauseMs = 1000 }: RunImportOptions,
): Promise<RunEnd> {
  const lost = new AbortController()
  const stop = AbortSignal.any([signal, lost.signal])
  // Each row that waits listens.
  setMaxListeners(0, stop)
  const renewal = setInterval(
    () => {
      renewLease(ctx, lease, leaseSeconds).then(
        (isMine) => isMine || lost.abort(),
        () => undefined,
      )
    },
    (leaseSeconds * 1000) / 3,
  )
  let missing = 0
  try {
    for (let passes = 1; !stop.aborted; passes++) {
      try {
        const imported = await readLeased(ctx, lease)
        if (!imported) return 'lost'
        const end = await readOn(ctx, lease, imported, {
          leaseSeconds,
          signal: stop,
          onProgress: () => (passes = 0),
        })
        return (await endImport(ctx, lease, end)) ? end.status : 'lost'
      } catch (error) {
        if (error instanceof LeaseLost) return 'lost'
        if (error instanceof Interrupted) break
        ctx.onFailure(error)
        missing = error instanceof StoredObjectMissing ? missing + 1 : 0
        const failure = whyFailed(error, { passes, missing })
        if (failure && (await endImport(ctx, lease, failure).catch(() => false))) return failure.status
      }
      await pause(pauseMs, undefined, { signal: stop }).catch(() => undefined)
    }
    if (lost.signal.aborted) return 'lost'
    await handBack(ctx, lease)
    return 'interrupted'
  } finally {
    clearInterval(renewal)
  }
}

class LeaseLost extends Error {}

function whyFailed(
  error: unknown,
  { passes, missing }: { passes: number; missing: number },
): ImportEnd | null {
  if (isUnavailable(error) || error instanceof StorageAway) return null
  if (missing >= maxMissing) return { status: 'FAILED', error: 'The stored file is gone.' }
  if (missing > 0 || passes < maxPasses) return null
  return { status: 'FAILED', error: 'Something keeps going wrong on our side; the log says what.' }
}

interface Reading extends Omit<RunImportOptions, 'pauseMs'> {
  onProgress(): void
}

/** One pass: chunk after chunk, the next being taken in while the one before is recorded. */
async function readOn(
  ctx: RunImportCtx,
  lease: ImportLease,
  imported: ImportRow,
  { leaseSeconds, signal, onProgress }: Reading,
): Promise<ImportEnd> {
  if (imported.cancel_requested_at) return { status: 'CANCELLED' }
  if (imported.attempts > maxAttempts)
    return { status: 'FAILED', error: `It was begun ${maxAttempts} times without getting on.` }
  const start = Number(imported.byte_offset)
  const broken = new AbortController()
  const stop = AbortSignal.any([signal, broken.signal])
  setMaxListeners(0, stop)
  const taking = {
    ...ctx,
    signal: stop,
    caller: callerOf(imported),
    requestId: '',
    idempotency: null,
    preference: 'minimal' as const,
  }
  const idTimes = [imported.ids_at, imported.next_ids_at]
  let number = imported.chunks
  let firstRow = Number(imported.rows_read) + 1
  let checkpoint: Promise<Checkpoint> | null = null
  try {
    for await (const rows of chunksOf<unknown>(rowsOf(ctx, imported, start), start)) {
      const lines = await takeChunk(taking, imported, { firstRow, rows, idsAt: idTimes.shift() as Date })
      const before = await checkpoint
      if (before) idTimes.push(before.nextIdsAt)
      const last = rows.at(-1)
      const nextLine = imported.next_line === null ? null : (last?.nextLine ?? null)
      const chunk = { number, firstRow, lines, end: last?.end ?? start, nextLine }
      checkpoint = record(ctx, lease, chunk, leaseSeconds).then((made) => {
        onProgress()
        return made
      })
      // It is awaited once the next rows are taken in, which need not go on without it.
      checkpoint.catch(() => broken.abort())
      if (before?.isCancelled) break
      number += 1
      firstRow += rows.length
    }
    const last = await checkpoint
    return { status: last?.isCancelled ? 'CANCELLED' : 'COMPLETED' }
  } catch (error) {
    // A checkpoint that failed is why the rows stopped.
    await checkpoint
    throw error
  }
}

async function record(
  ctx: RunImportCtx,
  lease: ImportLease,
  chunk: Parameters<typeof commitChunk>[2],
  leaseSeconds: number,
): Promise<Checkpoint> {
  const checkpoint = await commitChunk(ctx, lease, chunk, leaseSeconds)
  if (!checkpoint) throw new LeaseLost()
  ctx.onCheckpoint?.(countLines(chunk.lines), chunk.end)
  return checkpoint
}

function rowsOf(
  { storage }: RunImportCtx,
  { workspace_id: workspaceId, id, csv, next_line }: ImportRow,
  start: number,
) {
  const line = Number(next_line ?? 1)
  const open = (at: number) => openStored(storage, fileKey({ workspaceId, id }), at)
  return csv
    ? readCsvRows(open, { start, line, delimiter: csv.delimiter, encoding: csv.encoding, maxRowBytes })
    : readNdjsonRows(open, { start, line, maxRowBytes })
}

/** Whoever sent the file could write then, and that is what counts. The results are shown to those who may read. */
function callerOf(imported: ImportRow): Caller {
  return {
    workspaceId: imported.workspace_id,
    keyId: imported.id,
    actor: { kind: 'import', id: imported.id },
    isTest: imported.is_test,
    scopes: ['leads:read', 'leads:write'],
    rateLimit: null,
  }
}
