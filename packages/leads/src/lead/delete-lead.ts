import type { DeleteLeadAnswer } from '@intake/contracts/delete-lead'
import type { Db } from '@intake/database/create-database'
import type { LeadRow } from '@intake/database/tables'
import { actingOf, makerOf } from '../audit/actor.ts'
import { recordAudit } from '../audit/record-audit.ts'
import { freeExternalId } from '../idempotency/natural-claim.ts'
import { cancelOutbound } from '../timeline/cancel-outbound.ts'
import { noteActivity } from '../timeline/note-activity.ts'
import { leadDeleted } from '../webhooks/events.ts'
import { recordEvents } from '../webhooks/record-events.ts'
import { requireScope } from '../workspace/caller.ts'
import type { WorkspaceConfiguration } from '../workspace/configuration-cache.ts'
import type { Ctx } from '../workspace/ctx.ts'
import { answerForm, inForm } from '../workspace/sight.ts'
import { lockLead } from './lock-lead.ts'
import { noSuchLead } from './read-leads.ts'

/**
 * Marks a lead as deleted: it stays readable by its id, and is neither listed, matched nor changed any more; what was to be
 * sent to it is cancelled. Deleting it again changes nothing and answers the same. Throws `not_found` or `forbidden`.
 */
export async function deleteLead(
  ctx: Pick<Ctx, 'db' | 'caller' | 'requestId' | 'address' | 'configuration'>,
  leadId: string,
): Promise<DeleteLeadAnswer> {
  requireScope(ctx.caller, 'leads:write')
  const { requestId } = ctx
  const workspace = await ctx.configuration.workspace(ctx.caller.workspaceId)
  if (!workspace) throw noSuchLead()
  const deletedAt = await ctx.db.transaction().execute(async (trx) => {
    const { lead, at } = await lockLead(trx, ctx.caller, leadId, { deletedToo: true })
    if (lead.deleted_at) return lead.deleted_at
    await markDeleted(trx, lead, { at, requestId, ...makerOf(ctx.caller) }, workspace)
    await recordAudit(
      { db: trx, ...actingOf(ctx) },
      { workspaceId: lead.workspace_id, action: 'lead.deleted', subject: { type: 'lead', id: lead.id } },
    )
    return at
  })
  const answer = { success: true, lead: { id: leadId, deletedAt: deletedAt.toISOString() } }
  return inForm(answer, { form: answerForm({ caller: ctx.caller }) }) as DeleteLeadAnswer
}

/** Deletes a locked lead in the caller's transaction: it stays readable by its id alone, and nothing is sent to it any more. */
export async function markDeleted(
  trx: Db,
  lead: LeadRow,
  { at, ...call }: { at: Date; requestId: string | null; keyId?: string; sourceId?: string },
  /** Where endpoints are to be told. */
  workspace: Pick<WorkspaceConfiguration, 'id' | 'webhooks'> = { id: lead.workspace_id, webhooks: [] },
): Promise<void> {
  await trx
    .updateTable('leads')
    .set({ deleted_at: at, updated_at: at })
    .where('workspace_id', '=', lead.workspace_id)
    .where('id', '=', lead.id)
    .execute()
  await freeExternalId(trx, lead)
  await cancelOutbound(trx, lead, ['any'], at)
  const { requestId } = call
  const entry = { summary: 'Lead deleted', input: call, requestId, at }
  await noteActivity({ trx, workspace }, lead, entry)
  await recordEvents(trx, workspace, [{ lead, message: leadDeleted(lead, at) }], { requestId, at })
}
