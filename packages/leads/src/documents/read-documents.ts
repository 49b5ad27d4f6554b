import type { Document } from '@intake/contracts/lead-answer'
import type { Db } from '@intake/database/create-database'
import type { DocumentRow } from '@intake/database/tables'
import type { FileSigner } from './file-signer.ts'

/** How long an address to download from is good. */
export const addressSeconds = 3600

/** The documents of one lead, newest first, and those of what they belong to. */
export interface LeadDocuments {
  all: Document[]
  ofItem(checklistItemId: string): Document[]
  ofLog(actionLogId: string): Document[]
  ofMessage(messageId: string): Document[]
}

/** For a lead that has none. */
export const noDocuments: LeadDocuments = {
  all: [],
  ofItem: () => [],
  ofLog: () => [],
  ofMessage: () => [],
}

/** Reads them with fresh addresses. */
export async function readDocuments(
  db: Db,
  files: FileSigner,
  { workspaceId, leadId }: { workspaceId: string; leadId: string },
): Promise<LeadDocuments> {
  const rows = await db
    .selectFrom('documents')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('lead_id', '=', leadId)
    .orderBy('id', 'desc')
    .execute()
  if (rows.length === 0) return noDocuments
  const presented = await Promise.all(
    rows.map(async (row) => ({ row, document: await presentDocument(files, row) })),
  )
  const where = (belongs: (row: DocumentRow) => boolean) =>
    presented.flatMap(({ row, document }) => (belongs(row) ? [document] : []))
  return {
    all: presented.map(({ document }) => document),
    ofItem: (id) => where((row) => row.checklist_item_id === id),
    ofLog: (id) => where((row) => row.action_log_id === id),
    ofMessage: (id) => where((row) => row.message_id === id),
  }
}

async function presentDocument(files: FileSigner, row: DocumentRow): Promise<Document> {
  return {
    id: row.id,
    filename: row.filename,
    mimeType: row.mime_type,
    size: Number(row.size),
    signedUrl: await signDocument(files, row),
    metadata: { extractionStatus: row.extraction_status },
    overallValid: row.overall_valid,
    validationResult: row.validation_result,
    createdAt: row.created_at.toISOString(),
  }
}

/** An address that the document may be downloaded from for an hour. */
export function signDocument(
  files: FileSigner,
  row: Pick<DocumentRow, 'storage_key' | 'filename' | 'mime_type'>,
): Promise<string> {
  return files.signUrl(row.storage_key, {
    filename: row.filename,
    contentType: row.mime_type,
    expiresInSeconds: addressSeconds,
  })
}
