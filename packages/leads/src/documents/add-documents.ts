import { invalidRequest } from '@intake/contracts/app-error'
import { fileFieldTypes } from '@intake/contracts/checklist'
import type { UploadDocumentsAnswer, UploadDocumentsFields } from '@intake/contracts/documents'
import type { Db } from '@intake/database/create-database'
import type { ChecklistItemRow, LeadRow } from '@intake/database/tables'
import { makerOf } from '../audit/actor.ts'
import { changeValues, documentsCame } from '../checklist/change-values.ts'
import { leadChecklistItemId } from '../checklist/lead-checklist.ts'
import { readOneOffItems } from '../checklist/read-one-off-items.ts'
import { oweEnrichment } from '../enrichment/owe-enrichment.ts'
import type { Work } from '../idempotency/with-idempotency.ts'
import { lockLead } from '../lead/lock-lead.ts'
import { storeLead } from '../lead/store-lead.ts'
import { noteActivity } from '../timeline/note-activity.ts'
import { documentReceived } from '../webhooks/events.ts'
import { recordCompletion, recordEvents } from '../webhooks/record-events.ts'
import type { Ctx } from '../workspace/ctx.ts'
import { claimPendingFiles } from './pending-files.ts'
import { signDocument } from './read-documents.ts'
import type { StoredFile } from './store-file.ts'

const maxDocuments = 200

/**
 * Makes stored files documents of a lead, in the caller's transaction: rows, a SYSTEM_NOTE and a DOCUMENT_UPLOAD entry, a `document.received`
 * for each, and the checklist item done that they were sent for. Throws `not_found`, `forbidden`, `invalid_request`.
 */
export async function addDocuments(
  ctx: Pick<Ctx, 'caller' | 'requestId' | 'traceparent' | 'files'>,
  work: Work,
  { leadId, leadChecklistItemId: itemId, metadata = [] }: UploadDocumentsFields,
  files: readonly StoredFile[],
): Promise<UploadDocumentsAnswer> {
  const { trx, workspace } = work
  const { requestId, traceparent } = ctx
  const { lead: before, at } = await lockLead(trx, ctx.caller, leadId)
  const lead = { ...before, updated_at: at }
  await checkRoom(trx, lead, files.length)
  const item = itemId === undefined ? null : await findItem(trx, workspace.template.itemByCode, lead, itemId)
  const rows = files.map((file, index) => ({
    workspace_id: workspace.id,
    id: file.id,
    lead_id: lead.id,
    checklist_item_id: item?.id ?? null,
    filename: metadata[index]?.name ?? file.filename,
    mime_type: file.mimeType,
    size: file.size,
    storage_key: file.storageKey,
    external_id: metadata[index]?.externalId ?? null,
    created_at: at,
    updated_at: at,
  }))
  const keys = files.map((file) => file.storageKey)
  await claimPendingFiles(trx, { workspaceId: workspace.id, keys })
  await noteActivity(work, lead, {
    type: 'SYSTEM_NOTE',
    summary: noteOf(rows.map(({ filename }) => filename)),
    input: { requestId, documentIds: rows.map(({ id }) => id) },
    requestId,
    at,
  })
  const actionLogId = await noteActivity(work, lead, {
    type: 'DOCUMENT_UPLOAD',
    summary: rows.length === 1 ? 'Document received' : `${rows.length} documents received`,
    input: {
      requestId,
      ...makerOf(ctx.caller),
      documents: rows.map((row) => ({
        id: row.id,
        filename: row.filename,
        mimeType: row.mime_type,
        size: row.size,
      })),
      checklistItem: item?.code ?? null,
    },
    requestId,
    at,
  })
  await trx
    .insertInto('documents')
    .values(
      rows.map((row) => ({ ...row, action_log_id: actionLogId, message_id: null, validation_result: null })),
    )
    .execute()
  if (item) lead.checklist = changeValues(before, documentsCame(item.id), at).values
  await storeLead(trx, before, lead)
  await oweEnrichment(trx, {
    workspaceId: workspace.id,
    leadId: lead.id,
    actionLogId,
    requestId,
    traceparent,
  })
  const signed = await Promise.all(
    rows.map(async (row) => ({ row, url: await signDocument(ctx.files, row) })),
  )
  const events = signed.map(({ row, url }) => ({ lead, message: documentReceived(lead, row, url) }))
  await recordEvents(trx, workspace, events, { requestId, at })
  await recordCompletion(trx, workspace, lead, { requestId, at })
  const documents = signed.map(({ row, url }) => ({
    id: row.id,
    filename: row.filename,
    size: row.size,
    url,
    mimeType: row.mime_type,
    uploadedAt: at.toISOString(),
    associatedChecklistItemId: itemId ?? null,
    externalId: row.external_id,
  }))
  return { documents, actionLogId }
}

function noteOf([first, ...others]: readonly string[]): string {
  const more = others.length === 0 ? '' : ` and ${others.length} more`
  return `Uploaded: ${first}${more}`
}

async function checkRoom(trx: Db, lead: LeadRow, more: number): Promise<void> {
  const { count } = await trx
    .selectFrom('documents')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .where('workspace_id', '=', lead.workspace_id)
    .where('lead_id', '=', lead.id)
    .executeTakeFirstOrThrow()
  if (Number(count) + more > maxDocuments)
    throw invalidRequest([
      { pointer: '/files', code: 'too_many', message: `a lead has at most ${maxDocuments} documents` },
    ])
}

async function findItem(
  trx: Db,
  template: ReadonlyMap<string, ChecklistItemRow>,
  lead: LeadRow,
  itemId: string,
): Promise<ChecklistItemRow> {
  const items = [...template.values(), ...(await readOneOffItems(trx, lead.workspace_id, [lead.id]))]
  const item = items.find(({ id }) => leadChecklistItemId(lead.id, id) === itemId)
  const refuse = (code: string, message: string) =>
    invalidRequest([{ pointer: '/leadChecklistItemId', code, message }])
  if (!item) throw refuse('unknown_item', 'is no checklist item of this lead')
  if (!fileFieldTypes.has(item.field_type))
    throw refuse('unsuitable', `the item "${item.code}" takes no documents`)
  return item
}
