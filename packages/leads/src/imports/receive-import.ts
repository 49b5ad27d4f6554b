import { AppError, invalidRequest } from '@intake/contracts/app-error'
import type { DuplicatePolicy } from '@intake/contracts/duplicate-policy'
import type { CreateImportQuery } from '@intake/contracts/imports'
import type { CsvReading } from '@intake/database/tables'
import type { Storage } from '@intake/storage/storage'
import { sql } from 'kysely'
import { actingOf } from '../audit/actor.ts'
import { recordAudit } from '../audit/record-audit.ts'
import { peek } from '../documents/peek.ts'
import { discardPendingFiles, notePendingFile } from '../documents/pending-files.ts'
import { putFile } from '../documents/put-file.ts'
import type { IdempotencyClaim } from '../idempotency/stored-answer.ts'
import { type Answered, withIdempotency } from '../idempotency/with-idempotency.ts'
import { newId } from '../ids/new-id.ts'
import { requireScope } from '../workspace/caller.ts'
import type { Ctx } from '../workspace/ctx.ts'
import type { EncodingWatch } from './file-encoding.ts'
import { fileKey } from './file-key.ts'
import { presentImport } from './present-import.ts'
import { readCsvBeginning } from './read-csv-beginning.ts'
import { maxHeaderBytes } from './read-header.ts'
import { bytesToTellBinary, refuseBinary } from './refuse-binary.ts'
import { refuseForCsv } from './refuse-for-csv.ts'

export interface ReceiveImportCtx extends Omit<Ctx, 'idempotency'> {
  storage: Pick<Storage, 'put' | 'remove'>
  maxBytes: number
  /** The claim of the call, once the SHA-256 of the body is known. */
  claimFor(sha256: Buffer): IdempotencyClaim | null
}

export interface ReceivedFile {
  format: 'csv' | 'ndjson'
  contentType: string
  body: AsyncIterable<Uint8Array>
  options: CreateImportQuery
  duplicatePolicy: DuplicatePolicy | undefined
}

/**
 * Stores a file of leads as it comes and has it read afterwards; no more than its header is kept in memory. A CSV whose header can't be
 * used is refused before the rest has come. A body that breaks off, or is refused, leaves nothing behind. Throws `invalid_request`,
 * `payload_too_large`, what `withIdempotency` throws and what the body throws.
 */
export async function receiveImport(ctx: ReceiveImportCtx, file: ReceivedFile): Promise<Answered> {
  requireScope(ctx.caller, 'leads:write')
  const { workspaceId, isTest } = ctx.caller
  const { csv, start, line, watch, body } = await readBeginning(ctx, file)
  const id = newId()
  const key = fileKey({ workspaceId, id })
  const receive = async (trx: Ctx['db'], size: number, sha256: Buffer, read: CsvReading | null) => {
    const row = await trx
      .updateTable('imports')
      .set({
        status: 'RECEIVED',
        size,
        sha256,
        csv: read && JSON.stringify(read),
        created_at: sql<Date>`now()`,
      })
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow()
    await recordAudit(
      { db: trx, ...actingOf(ctx) },
      {
        workspaceId,
        action: 'import.created',
        subject: { type: 'import', id },
        details: { format: file.format, isTest },
      },
    )
    return { answer: { import: presentImport(row) }, leadIds: [] }
  }
  await ctx.db
    .insertInto('imports')
    .values({
      workspace_id: workspaceId,
      id,
      status: 'RECEIVING',
      format: file.format,
      filename: file.options.filename ?? null,
      is_test: isTest,
      duplicate_policy: file.duplicatePolicy ?? null,
      csv: csv && JSON.stringify(csv),
      runner: 'gateway',
      has_file: true,
      byte_offset: start,
      next_line: line,
    })
    .execute()
  let isKept = false
  try {
    const { size, sha256 } = await putFile(ctx.storage, key, shownTo(watch, body), {
      contentType: file.contentType,
      maxBytes: ctx.maxBytes,
      tooLarge: `The body is larger than ${ctx.maxBytes} bytes.`,
    })
    if (size === 0) throw refuse('empty_file', 'the file is empty')
    const read = csv && watch ? { ...csv, encoding: watch.end() } : null
    const answered = await withIdempotency({ ...ctx, idempotency: ctx.claimFor(sha256) }, ({ trx }) =>
      receive(trx, size, sha256, read),
    )
    isKept = !answered.replayed
    return answered
  } finally {
    // What refused the call is told, not what kept it from being forgotten.
    if (!isKept) await forget(ctx, id).catch(() => undefined)
  }
}

/** What the header says, and a body that begins anew. */
async function readBeginning(ctx: ReceiveImportCtx, { format, body, options }: ReceivedFile) {
  if (format === 'ndjson') {
    refuseForCsv(options)
    const { beginning, body: whole } = await peek(body, bytesToTellBinary)
    refuseBinary(beginning)
    return { csv: null, start: 0, line: 1, watch: null, body: whole }
  }
  const workspace = await ctx.configuration.workspace(ctx.caller.workspaceId)
  if (!workspace) throw new AppError('unauthorized', 'The workspace of this key no longer exists.')
  const { beginning, body: whole } = await peek(body, maxHeaderBytes)
  return { ...readCsvBeginning(beginning, options, workspace), body: whole }
}

async function* shownTo(
  watch: EncodingWatch | null,
  body: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of body) {
    watch?.show(chunk)
    yield chunk
  }
}

/** The row goes, and the file with it; what keeps the file from going is left to the sweeper. */
async function forget({ db, storage, caller }: ReceiveImportCtx, id: string): Promise<void> {
  const { workspaceId } = caller
  const key = fileKey({ workspaceId, id })
  const isForgotten = await db.transaction().execute(async (trx) => {
    // Where the commit got lost on its way back, it is received all the same.
    const { numDeletedRows } = await trx
      .deleteFrom('imports')
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', id)
      .where('status', '=', 'RECEIVING')
      .executeTakeFirst()
    if (numDeletedRows > 0n) await notePendingFile(trx, workspaceId, key)
    return numDeletedRows > 0n
  })
  if (isForgotten) await discardPendingFiles(db, storage, { workspaceId, keys: [key] })
}

function refuse(code: string, message: string) {
  return invalidRequest([{ pointer: '', code, message }])
}
