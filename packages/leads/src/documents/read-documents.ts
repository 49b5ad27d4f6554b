import type { Document } from '@intake/contracts/lead-answer'
import type { Db } from '@intake/database/create-database'
import type { DocumentRow } from '@intake/database/tables'
import { isOfLead, type LeadKey } from '../lead/merged-leads.ts'
import type { FileSigner } from './file-signer.ts'

/** How long an address to download from is good. */
const addressSeconds = 3600

/** The documents of one lead, newest first, and those of what they belong to. */
export interface LeadDocuments {
  all: Document[]
  /** The same as they are stored, in the same order. */
  rows: DocumentRow[]
  ofItem(checklistItemId: string): Document[]
  ofLog(actionLogId: string): Document[]
  ofMessage(messageId: string): Document[]
}

/** For a lead that has none. */
export const noDocuments: LeadDocuments = {
  all: [],
  rows: [],
  ofItem: () => [],
  ofLog: () => [],
  ofMessage: () => [],
}

/** Reads them with fresh addresses; with a limit the newest only, of those that are older than `before`. */
export async function readDocuments(
  db: Db,
  files: FileSigner,
  key: LeadKey,
  { limit, before }: { limit?: number; before?: string | undefined } = {},
): Promise<LeadDocuments> {
  const newest = db
    .selectFrom('documents')
    .selectAll()
    .where('workspace_id', '=', key.workspaceId)
    .where(isOfLead('lead_id', key))
    .orderBy('id', 'desc')
  const query = before === undefined ? newest : newest.where('id', '<', before)
  const rows = await (limit === undefined ? query : query.limit(limit)).execute()
  if (rows.length === 0) return noDocuments
  const presented = await Promise.all(
    rows.map(async (row) => ({ row, document: await presentDocument(files, row) })),
  )
  const by = (owner: 'checklist_item_id' | 'action_log_id' | 'message_id') => {
    const groups = new Map<string | null, Document[]>()
    for (const { row, document } of presented)
      groups.set(row[owner], [...(groups.get(row[owner]) ?? []), document])
    return (id: string) => groups.get(id) ?? []
  }
  return {
    all: presented.map(({ document }) => document),
    rows,
    ofItem: by('checklist_item_id'),
    ofLog: by('action_log_id'),
    ofMessage: by('message_id'),
  }
}

export async function presentDocument(files: FileSigner, row: DocumentRow): Promise<Document> {
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
