import { invalidRequest } from '@intake/contracts/app-error'
import type { Db } from '@intake/database/create-database'
import { actingOf, makerOf } from '../audit/actor.ts'
import { recordAudit } from '../audit/record-audit.ts'
import { oweEnrichment } from '../enrichment/owe-enrichment.ts'
import { findErasure } from '../erasure/request-erasure.ts'
import { externalIdClaim } from '../idempotency/natural-claim.ts'
import { claimKey } from '../idempotency/stored-answer.ts'
import { type Answered, withIdempotency } from '../idempotency/with-idempotency.ts'
import { noteActivity } from '../timeline/note-activity.ts'
import { requireScope } from '../workspace/caller.ts'
import type { Ctx } from '../workspace/ctx.ts'
import { lockLead } from './lock-lead.ts'
import { finalLeadId } from './merged-leads.ts'

/**
 * Takes the deletion of a lead back: it is listed, matched and changed again. One that isn't deleted stays as it is. Throws `not_found`, `forbidden`,
 * `invalid_request` for one that was erased or whose external id another lead has by now, and what `withIdempotency` throws.
 */
export async function restoreLead(ctx: Ctx, leadId: string): Promise<Answered> {
  requireScope(ctx.caller, 'leads:erase')
  return withIdempotency(ctx, async (work) => {
    const { trx, workspace } = work
    const { lead, at } = await lockLead(trx, ctx.caller, leadId, { deletedToo: true })
    const answer = { answer: { lead: { id: leadId } }, leadIds: [leadId] }
    if (!lead.deleted_at) return answer
    const { id: workspaceId } = workspace
    if (await findErasure({ db: trx, workspaceId }, leadId))
      throw refused('erased', 'was erased, and can’t be restored')
    if ((await finalLeadId(trx, { workspaceId, leadId })) !== leadId)
      throw refused('merged', 'is part of another one; undo the merge instead')
    if (workspace.uniqueExternalIds && lead.external_lead_id !== null && !lead.is_test)
      await claimAgain(trx, workspaceId, leadId, lead.external_lead_id)
    await trx
      .updateTable('leads')
      .set({ deleted_at: null, updated_at: at })
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', leadId)
      .execute()
    const { requestId, traceparent } = ctx
    const input = { requestId, ...makerOf(ctx.caller) }
    const actionLogId = await noteActivity(work, lead, { summary: 'Lead restored', input, requestId, at })
    await recordAudit(
      { db: trx, ...actingOf(ctx) },
      { workspaceId, action: 'lead.restored', subject: { type: 'lead', id: leadId } },
    )
    await oweEnrichment(trx, { workspaceId, leadId, actionLogId, requestId, traceparent })
    return answer
  })
}

async function claimAgain(trx: Db, workspaceId: string, leadId: string, externalId: string): Promise<void> {
  if (!(await claimKey(trx, workspaceId, externalIdClaim(externalId), [leadId])))
    throw refused('taken', 'has an external id that is another lead’s by now')
}

function refused(code: string, message: string) {
  return invalidRequest([{ pointer: '', code, message: `the lead ${message}` }])
}
