import type { Readable } from 'node:stream'
import { AppError } from '@intake/contracts/app-error'
import type { DocumentAnswer } from '@intake/contracts/documents'
import type { Db } from '@intake/database/create-database'
import { type Storage, StoredObjectMissing } from '@intake/storage/storage'
import { finalLeadId } from '../lead/merged-leads.ts'
import { type Caller, requireScope } from '../workspace/caller.ts'
import { sees } from '../workspace/sight.ts'
import { signDocument } from './read-documents.ts'

export interface GetDocumentContext {
  db: Db
  caller: Caller
  storage: Storage
}

export interface FoundDocument {
  document: DocumentAnswer
  /** The file, where it was asked for. */
  content: Readable | null
}

/** One document of a lead that the caller may know of, with its content if wanted. Throws `not_found`, `unavailable`; a file that is gone is a fault. */
export async function getDocument(
  ctx: GetDocumentContext,
  documentId: string,
  { includeContent }: { includeContent: boolean },
): Promise<FoundDocument> {
  requireScope(ctx.caller, 'leads:read')
  const row = await ctx.db
    .selectFrom('documents')
    .innerJoin('leads', (join) =>
      join
        .onRef('leads.workspace_id', '=', 'documents.workspace_id')
        .onRef('leads.id', '=', 'documents.lead_id'),
    )
    .selectAll('documents')
    .select('leads.is_test')
    .where('documents.workspace_id', '=', ctx.caller.workspaceId)
    .where('documents.id', '=', documentId)
    .executeTakeFirst()
  if (!row || !sees(ctx.caller, row)) throw new AppError('not_found', 'There is no such document.')
  const document = {
    id: row.id,
    filename: row.filename,
    mimeType: row.mime_type,
    size: Number(row.size),
    leadId: await finalLeadId(ctx.db, { workspaceId: row.workspace_id, leadId: row.lead_id }),
    workspaceId: row.workspace_id,
    signedUrl: await signDocument(ctx.storage, row),
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  }
  return { document, content: includeContent ? await readContent(ctx.storage, row.storage_key) : null }
}

async function readContent(storage: Storage, key: string): Promise<Readable> {
  try {
    return await storage.read(key)
  } catch (error) {
    if (error instanceof StoredObjectMissing) throw error
    throw new AppError('unavailable', 'The file can’t be read right now; try again shortly.', {
      retryAfter: 5,
      cause: error,
    })
  }
}
