import { type AppError, invalidRequest } from '@intake/contracts/app-error'
import { maxFiles, UploadDocumentsFields } from '@intake/contracts/documents'
import { toFieldErrors } from '@intake/contracts/field-errors'
import type { Storage } from '@intake/storage/storage'
import type { IdempotencyClaim } from '../idempotency/stored-answer.ts'
import { type Answered, withIdempotency } from '../idempotency/with-idempotency.ts'
import { newId } from '../ids/new-id.ts'
import { checkChangeable } from '../lead/lock-lead.ts'
import { readStoredLeads } from '../lead/read-leads.ts'
import { requireScope } from '../workspace/caller.ts'
import type { Ctx } from '../workspace/ctx.ts'
import { addDocuments } from './add-documents.ts'
import { discardPendingFiles } from './pending-files.ts'
import { StoreFailed } from './put-file.ts'
import { type FileLimits, type IncomingFile, type StoredFile, storeFile } from './store-file.ts'

export interface UploadCtx extends Omit<Ctx, 'idempotency'> {
  storage: Storage
  limits: FileLimits
  /** The claim of the call's idempotency key, if it has one, by what the form holds. */
  claim(form: unknown): IdempotencyClaim | null
  /** Hears of files that a failed call left behind; they are removed later. */
  onLeftBehind?(error: unknown): void
}

/** A form as it comes in, part by part; a file has to be read before the next part comes. */
export type UploadPart = { field: string; value: string } | { field: string; file: IncomingFile }

/**
 * Takes the files of a form in and adds them to a lead. They are stored as they come, whatever the order of the parts; then
 * everything else is one transaction. Whatever fails, none of them stays. Throws `not_found`, `forbidden`, `invalid_request`,
 * `payload_too_large`, `unavailable`, and what `parts` and `withIdempotency` throw.
 */
export async function uploadDocuments(ctx: UploadCtx, parts: AsyncIterable<UploadPart>): Promise<Answered> {
  requireScope(ctx.caller, 'leads:write')
  const { workspaceId } = ctx.caller
  const keys: string[] = []
  let claimed = false
  let storeFailed = false
  try {
    const { given, stored } = await readForm(ctx, parts, keys)
    const fields = parseFields(given, stored.length)
    const fingerprinted = { ...fields, files: stored.map(({ filename, sha256 }) => ({ filename, sha256 })) }
    const answered = await withIdempotency(
      { ...ctx, idempotency: ctx.claim(fingerprinted) },
      async (work) => {
        const answer = await addDocuments(ctx, work, fields, stored)
        return { answer, leadIds: [fields.leadId] }
      },
    )
    claimed = !answered.replayed
    return answered
  } catch (error) {
    storeFailed = error instanceof StoreFailed
    throw error
  } finally {
    // Those that were claimed after all, by a commit whose answer got lost, are left alone. What a store that failed may
    // still be storing is left to the sweeper.
    if (!claimed && !storeFailed)
      await discardPendingFiles(ctx.db, ctx.storage, { workspaceId, keys }).catch((error: unknown) =>
        ctx.onLeftBehind?.(error),
      )
  }
}

/** Stores the files, each under a key that is added to `keys` before. */
async function readForm(
  ctx: UploadCtx,
  parts: AsyncIterable<UploadPart>,
  keys: string[],
): Promise<{ given: Record<string, string>; stored: StoredFile[] }> {
  const { workspaceId } = ctx.caller
  const given: Record<string, string> = {}
  const stored: StoredFile[] = []
  for await (const part of parts) {
    if ('value' in part) given[part.field] = part.value
    if (!('file' in part)) continue
    if (part.field !== 'files' && part.field !== 'files[]')
      throw refused(`/${part.field}`, 'unknown_file_field', 'is no field for files; they go in `files`')
    if (stored.length === maxFiles) throw refused('/files', 'too_many', `takes at most ${maxFiles} files`)
    // What is doomed isn't stored first, where the lead is named before the files.
    if (stored.length === 0) await checkLead(ctx, given.leadId)
    const id = newId()
    const storageKey = `documents/${workspaceId}/${id}`
    keys.push(storageKey)
    stored.push(await storeFile(ctx, { id, storageKey, workspaceId, index: stored.length }, part.file))
  }
  return { given, stored }
}

async function checkLead({ db, caller }: UploadCtx, leadId: string | undefined): Promise<void> {
  if (leadId === undefined) return
  const id = UploadDocumentsFields.shape.leadId.safeParse(leadId)
  if (!id.success) throw refused('/leadId', 'invalid_format', 'must be a UUID')
  const [found] = await readStoredLeads(db, [{ workspaceId: caller.workspaceId, id: id.data }])
  checkChangeable(caller, found?.lead)
}

function parseFields(given: Record<string, string>, files: number): UploadDocumentsFields {
  const parsed = UploadDocumentsFields.safeParse(given)
  const errors = parsed.success ? [] : toFieldErrors(parsed.error, given)
  if (files === 0) errors.push({ pointer: '/files', code: 'required', message: 'is required' })
  if (!parsed.success || errors.length > 0) throw invalidRequest(errors)
  if ((parsed.data.metadata?.length ?? 0) > files)
    throw refused('/metadata', 'too_many', `describes more files than the ${files} that came`)
  return parsed.data
}

function refused(pointer: string, code: string, message: string): AppError {
  return invalidRequest([{ pointer, code, message }])
}
