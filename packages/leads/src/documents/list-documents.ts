import type { Document } from '@intake/contracts/lead-answer'
import { makeCursor, readCursor } from '../ids/cursor.ts'
import { cutList, maxListed } from '../lead/cut-list.ts'
import type { ReadCtx } from '../lead/get-lead.ts'
import { requireLead } from '../lead/read-leads.ts'
import { requireScope } from '../workspace/caller.ts'
import { readDocuments } from './read-documents.ts'

export interface DocumentPage {
  documents: readonly Document[]
  nextCursor: string | null
}

/** A lead's documents, newest first, a page of at most 100 and 1 MB at a time. Throws `not_found`, `invalid_request`. */
export async function listDocuments(
  ctx: Omit<ReadCtx, 'configuration'>,
  leadId: string,
  { limit = maxListed, cursor }: { limit?: number | undefined; cursor?: string | undefined },
): Promise<DocumentPage> {
  requireScope(ctx.caller, 'leads:read')
  const { workspaceId } = ctx.caller
  await requireLead(ctx.db, ctx.caller, leadId)
  const scope = [workspaceId, 'documents', leadId]
  const before = cursor === undefined ? undefined : readCursor(scope, cursor)
  const { all } = await readDocuments(
    ctx.db,
    ctx.files,
    { workspaceId, leadId },
    { before, limit: limit + 1 },
  )
  const documents = cutList('documents', all.slice(0, limit))
  const last = documents.at(-1)
  return { documents, nextCursor: documents.length < all.length && last ? makeCursor(scope, last.id) : null }
}
