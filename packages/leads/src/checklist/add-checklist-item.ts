import { type FieldError, invalidRequest } from '@intake/contracts/app-error'
import type { AddChecklistItemRequest } from '@intake/contracts/checklist-item'
import type { ChecklistItemRow } from '@intake/database/tables'
import { makerOf } from '../audit/actor.ts'
import { oweEnrichment } from '../enrichment/owe-enrichment.ts'
import { type Answered, withIdempotency } from '../idempotency/with-idempotency.ts'
import { newId } from '../ids/new-id.ts'
import { lockLead } from '../lead/lock-lead.ts'
import { touchLead } from '../lead/touch-lead.ts'
import { noteActivity } from '../timeline/note-activity.ts'
import { requireScope } from '../workspace/caller.ts'
import type { Ctx } from '../workspace/ctx.ts'
import { boundChecklist } from './bound-checklist.ts'
import { itemFaults } from './item-faults.ts'
import { leadChecklistItemId } from './lead-checklist.ts'
import { readOneOffItems } from './read-one-off-items.ts'

const maxOneOffItems = 100

/**
 * Adds an item to the checklist of one lead alone, at its end, with a timeline entry. The code is unique on the lead: no
 * item of the template or of the lead has it. Throws `not_found`, `forbidden`, `invalid_request`.
 */
export async function addChecklistItem(
  ctx: Ctx,
  { leadId, request }: { leadId: string; request: AddChecklistItemRequest },
): Promise<Answered> {
  requireScope(ctx.caller, 'leads:write')
  return withIdempotency(ctx, async (work) => {
    const { trx, workspace } = work
    const { lead, at } = await lockLead(trx, ctx.caller, leadId)
    const own = await readOneOffItems(trx, workspace.id, [lead.id])
    const code = request.code ?? codeFromLabel(request.label)
    const taken = workspace.template.itemByCode.has(code) || own.some((item) => item.code === code)
    const errors = checkRequest(request, code, taken, own)
    if (errors.length > 0) throw invalidRequest(errors)
    boundChecklist([lead.checklist, ...own, request], '')
    const id = newId()
    await trx
      .insertInto('checklist_items')
      .values({
        workspace_id: workspace.id,
        id,
        group_id: null,
        lead_id: lead.id,
        code,
        label: request.label,
        field_type: request.fieldType,
        is_required: request.isRequired,
        conditions: null,
        validation_rules: request.validationRules && JSON.stringify(request.validationRules),
        agent_instructions: request.agentInstructions,
        client_instructions: request.clientInstructions,
        config: request.config && JSON.stringify(request.config),
        position: Math.max(-1, ...own.map((item) => item.position)) + 1,
        created_at: at,
      })
      .execute()
    await touchLead(trx, lead, at)
    const added = { code, label: request.label, fieldType: request.fieldType, isRequired: request.isRequired }
    const input = { requestId: ctx.requestId, ...makerOf(ctx.caller), checklistItemAdded: added }
    const logId = await noteActivity(work, lead, {
      summary: 'Checklist item added',
      input,
      requestId: ctx.requestId,
      at,
    })
    await oweEnrichment(trx, {
      workspaceId: workspace.id,
      leadId: lead.id,
      actionLogId: logId,
      requestId: ctx.requestId,
      traceparent: ctx.traceparent,
    })
    const { agentInstructions, clientInstructions } = request
    const checklistItem = {
      id: leadChecklistItemId(lead.id, id),
      leadId: lead.id,
      ...added,
      status: 'TODO',
      agentInstructions,
      clientInstructions,
      createdAt: at.toISOString(),
    }
    return { answer: { checklistItem }, leadIds: [lead.id] }
  })
}

/** `Utility bill` → `UTILITY_BILL`; letters lose their accents, what is neither letter nor digit becomes `_`. */
function codeFromLabel(label: string): string {
  return label
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toUpperCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '_')
    .replaceAll(/^_+|_+$/g, '')
    .slice(0, 100)
}

function checkRequest(
  request: AddChecklistItemRequest,
  code: string,
  taken: boolean,
  own: readonly ChecklistItemRow[],
): FieldError[] {
  const errors = itemFaults({ ...request, code, conditions: null }, '')
  const pointer = request.code === undefined ? '/label' : '/code'
  if (code === '')
    errors.push({ pointer, code: 'invalid_value', message: 'no code can be made of it; give one' })
  if (taken)
    errors.push({ pointer, code: 'repeated_code', message: `the lead has an item with the code "${code}"` })
  if (own.length >= maxOneOffItems)
    errors.push({ pointer: '', code: 'too_many', message: `a lead has at most ${maxOneOffItems} of its own` })
  return errors
}
