import { AppError, type FieldError, invalidRequest } from '@intake/contracts/app-error'
import type { DocumentExtraction, ReportExtractionRequest } from '@intake/contracts/extraction'
import type { Db } from '@intake/database/create-database'
import type { ChecklistItemRow, DocumentRow, LeadRow } from '@intake/database/tables'
import { leadChecklistItemId } from '../checklist/lead-checklist.ts'
import { readOneOffItems } from '../checklist/read-one-off-items.ts'
import { type Answered, withIdempotency } from '../idempotency/with-idempotency.ts'
import { lockLead } from '../lead/lock-lead.ts'
import { finalLeadId } from '../lead/merged-leads.ts'
import { touchLead } from '../lead/touch-lead.ts'
import { noteActivity } from '../timeline/note-activity.ts'
import { documentExtracted } from '../webhooks/events.ts'
import { recordEvents } from '../webhooks/record-events.ts'
import { type Caller, requireScope } from '../workspace/caller.ts'
import type { Ctx } from '../workspace/ctx.ts'
import { presentDocument } from './read-documents.ts'

/**
 * Keeps what an extractor made of a document: its status and validation, a TOOL_CALL entry under that of the upload, and a
 * `document.extracted`. A later report takes the place of an earlier one. Throws `not_found`, `forbidden`, `invalid_request`.
 */
export async function reportExtraction(
  ctx: Ctx,
  { documentId, request }: { documentId: string; request: ReportExtractionRequest },
): Promise<Answered> {
  requireScope(ctx.caller, 'leads:write')
  return withIdempotency(ctx, async (work) => {
    const { trx, workspace } = work
    const found = await findDocument(trx, ctx.caller, documentId)
    if (!found) throw noSuchDocument()
    const { lead, at } = await lockLead(
      trx,
      ctx.caller,
      await finalLeadId(trx, { workspaceId: workspace.id, leadId: found.lead_id }),
    ).catch((error: unknown) => {
      throw error instanceof AppError && error.code === 'not_found' ? noSuchDocument() : error
    })
    const items = [
      ...workspace.template.itemByCode.values(),
      ...(await readOneOffItems(trx, workspace.id, [lead.id])),
    ]
    const extraction = readExtraction(request, lead, items)
    const row = await trx
      .updateTable('documents')
      .set({
        extraction_status: extraction.status,
        overall_valid: request.overallValid ?? null,
        validation_result: jsonOf(validationOf(extraction, { ...found, lead_id: lead.id })),
        updated_at: at,
      })
      .where('workspace_id', '=', workspace.id)
      .where('id', '=', documentId)
      .where('lead_id', '=', found.lead_id)
      .returningAll()
      .executeTakeFirst()
    if (!row) throw noSuchDocument()
    const { requestId } = ctx
    const actionLogId = await noteActivity(work, lead, {
      type: 'TOOL_CALL',
      status: extraction.status === 'completed' ? 'COMPLETED' : 'FAILED',
      summary: extraction.summary ?? `Document read: ${row.filename}`,
      input: { requestId, documentId },
      output: { ...extraction, overallValid: row.overall_valid },
      error:
        extraction.status === 'failed' ? (extraction.summary ?? 'The document could not be read.') : null,
      // An entry stands under one of the same lead; the upload may be that of a lead that was merged.
      parentActionId: row.lead_id === lead.id ? row.action_log_id : null,
      requestId,
      at,
    })
    await touchLead(trx, lead, at)
    const message = documentExtracted(lead, row, { ...extraction, actionLogId })
    await recordEvents(trx, workspace, [{ lead, message }], { requestId, at })
    const document = await presentDocument(ctx.files, row)
    return { answer: { document, actionLogId }, leadIds: [lead.id] }
  })
}

async function findDocument(
  trx: Db,
  { workspaceId }: Caller,
  id: string,
): Promise<Pick<DocumentRow, 'lead_id' | 'checklist_item_id'> | null> {
  const row = await trx
    .selectFrom('documents')
    .select(['lead_id', 'checklist_item_id'])
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row ?? null
}

function noSuchDocument(): AppError {
  return new AppError('not_found', 'There is no such document.')
}

/** The report with every item of the checklist told in full. Throws `invalid_request` for one that the lead doesn't have. */
function readExtraction(
  { status, type, summary, classification, extractionResult }: ReportExtractionRequest,
  lead: LeadRow,
  items: readonly ChecklistItemRow[],
): DocumentExtraction {
  const errors: FieldError[] = []
  const known = items.map((item) => ({ item, id: leadChecklistItemId(lead.id, item.id) }))
  const refuse = (pointer: string, message: string) => {
    errors.push({ pointer, code: 'unknown_item', message })
    return []
  }
  const matched = (classification?.matchedChecklistItems ?? []).flatMap((given, place) => {
    const pointer = `/classification/matchedChecklistItems/${place}`
    const { checklistItemCode: code, leadChecklistItemId: givenId, validation } = given
    const one = known.find(({ item, id }) => (givenId ? id === givenId : item.code === code))
    if (!one || (code && one.item.code !== code))
      return refuse(pointer, 'names no checklist item of this lead')
    return {
      checklistItemCode: one.item.code,
      fieldType: one.item.field_type,
      label: one.item.label,
      leadChecklistItemId: one.id,
      validation: validation ? { status: validation.status, reasons: validation.reasons ?? [] } : null,
    }
  })
  const read = extractionResult?.items?.map(({ label, value, leadChecklistItemId: id }, place) => {
    if (id && !known.some((one) => one.id === id))
      refuse(`/extractionResult/items/${place}/leadChecklistItemId`, 'is no checklist item of this lead')
    return { label, value: value ?? null, leadChecklistItemId: id ?? null }
  })
  if (errors.length > 0) throw invalidRequest(errors.slice(0, 50))
  return {
    status,
    summary: summary ?? null,
    type: type ?? null,
    classification: classification
      ? { noMatchedItemReason: classification.noMatchedItemReason ?? null, matchedChecklistItems: matched }
      : null,
    extractionResult: extractionResult
      ? { items: read ?? [], extractedCount: extractionResult.extractedCount ?? read?.length ?? 0 }
      : null,
  }
}

/** The validation for the item that the document was sent for, else the first there is. */
function validationOf(
  { classification }: DocumentExtraction,
  { lead_id, checklist_item_id }: Pick<DocumentRow, 'lead_id' | 'checklist_item_id'>,
) {
  const own = checklist_item_id && leadChecklistItemId(lead_id, checklist_item_id)
  const checked = (classification?.matchedChecklistItems ?? []).filter(({ validation }) => validation)
  const one = checked.find((item) => item.leadChecklistItemId === own) ?? checked[0]
  return one?.validation ?? null
}

function jsonOf(value: unknown): string | null {
  return value === null ? null : JSON.stringify(value)
}
