import type { ListedDocument } from '@intake/contracts/documents'
import type { Document } from '@intake/contracts/lead-answer'
import type { DocumentRow } from '@intake/database/tables'
import { leadChecklistItemId as leadChecklistItemIdOf } from '../checklist/lead-checklist.ts'
import { makeCursor, readCursor } from '../ids/cursor.ts'
import { deriveId } from '../ids/derive-id.ts'
import { cutList, maxListed } from '../lead/cut-list.ts'
import type { ReadCtx } from '../lead/get-lead.ts'
import { withMerged } from '../lead/merged-leads.ts'
import { requireLead } from '../lead/read-leads.ts'
import { requireScope } from '../workspace/caller.ts'
import { readDocuments } from './read-documents.ts'

export interface DocumentPage {
  documents: readonly ListedDocument[]
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
  const { all, rows } = await readDocuments(
    ctx.db,
    ctx.files,
    await withMerged(ctx.db, { workspaceId, leadId }),
    { before, limit: limit + 1 },
  )
  const listed = all.flatMap((document, place) => {
    const row = rows[place]
    return row ? [listedDocument(document, row, leadId)] : []
  })
  const documents = cutList('documents', listed.slice(0, limit))
  const last = documents.at(-1)
  return { documents, nextCursor: documents.length < all.length && last ? makeCursor(scope, last.id) : null }
}

function listedDocument(document: Document, row: DocumentRow, leadId: string): ListedDocument {
  const { id: documentId, checklist_item_id: itemId, external_id: externalId } = row
  const { overallValid, validationResult } = document
  if (itemId === null) return { ...document, externalId, leadChecklistItemDocument: [] }
  const leadChecklistItemId = leadChecklistItemIdOf(leadId, itemId)
  const id = deriveId(documentId, leadChecklistItemId)
  return {
    ...document,
    externalId,
    leadChecklistItemDocument: [{ id, leadChecklistItemId, documentId, overallValid, validationResult }],
  }
}
