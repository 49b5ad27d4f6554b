import { AppError } from '@intake/contracts/app-error'
import type { EraseLeadAnswer, EraseLeadRequest, Erasure } from '@intake/contracts/erasures'
import type { ErasureRow } from '@intake/database/tables'
import { type Acting, actingOf } from '../audit/actor.ts'
import { recordAudit } from '../audit/record-audit.ts'
import { type Answered, withIdempotency } from '../idempotency/with-idempotency.ts'
import { newId } from '../ids/new-id.ts'
import { markDeleted } from '../lead/delete-lead.ts'
import type { LeadStore } from '../lead/lead-store.ts'
import { lockLeadRow } from '../lead/lock-lead.ts'
import { readMergedIds } from '../lead/merged-leads.ts'
import { hasLead, noSuchLead } from '../lead/read-leads.ts'
import { announce } from '../outbox/announce.ts'
import { requireScope } from '../workspace/caller.ts'
import type { Ctx } from '../workspace/ctx.ts'

/** What the verbs about erasures work on; whoever calls them has authorised the caller. */
export interface ErasureContext extends LeadStore, Omit<Acting, 'requestId'> {
  workspaceId: string
  requestId: string | null
}

/**
 * Has a person erased: the lead is deleted at once, and a job removes all that is kept of it. Asking again changes nothing. Throws `not_found`,
 * `forbidden`, what `requestErasure` and what `withIdempotency` throw.
 */
export async function eraseLead(
  ctx: Ctx,
  { leadId, request }: { leadId: string; request: EraseLeadRequest },
): Promise<Answered> {
  requireScope(ctx.caller, 'leads:erase')
  const { sealer, requestId } = ctx
  return withIdempotency(ctx, async ({ trx, workspace }) => {
    if (!(await hasLead(trx, ctx.caller, leadId))) throw noSuchLead()
    const context = { db: trx, sealer, workspaceId: workspace.id, ...actingOf(ctx), requestId }
    return { answer: await requestErasure(context, { leadId, ...request }), leadIds: [leadId] }
  })
}

/** The same for any lead of the workspace, in the caller's transaction. Throws `not_found`, and `unavailable` without an encryption key: what stays suppressed is kept as a keyed hash. */
export async function requestErasure(
  ctx: ErasureContext,
  { leadId, reason, suppress }: EraseLeadRequest & { leadId: string },
): Promise<EraseLeadAnswer> {
  const { db: trx, sealer, workspaceId, requestId } = ctx
  if (!sealer.isOn)
    throw new AppError('unavailable', 'Nobody can be erased without ENCRYPTION_KEYS; an operator sets them.')
  const locked = await lockLeadRow(trx, workspaceId, leadId)
  if (!locked) throw noSuchLead()
  const { lead, at } = locked
  if (!lead.deleted_at) await markDeleted(trx, lead, { at, requestId })
  const made = await trx
    .insertInto('erasures')
    .values({
      workspace_id: workspaceId,
      id: newId(),
      lead_id: leadId,
      reason: reason ?? null,
      suppress,
      requested_at: at,
    })
    .onConflict((conflict) => conflict.columns(['workspace_id', 'lead_id']).doNothing())
    .returningAll()
    .executeTakeFirst()
  if (made) {
    await announce(trx, 'lead.erasure', { workspaceId, leadIds: [made.id], requestId })
    const subject = { type: 'lead', id: leadId } as const
    await recordAudit(ctx, { workspaceId, action: 'lead.erased', subject, details: { erasureId: made.id } })
    // Those that are part of it are the same person.
    for (const id of await readMergedIds(trx, { workspaceId, leadId }))
      await requestErasure(ctx, { leadId: id, reason, suppress })
  }
  const row = made ?? (await findErasure({ db: trx, workspaceId }, leadId))
  if (!row) throw new Error('an erasure vanished while its lead was locked')
  return { erasure: presentErasure(row) }
}

/** The erasure of a lead; undefined where none was asked for. */
export async function findErasure(
  { db, workspaceId }: Pick<ErasureContext, 'db' | 'workspaceId'>,
  leadId: string,
): Promise<ErasureRow | undefined> {
  return db
    .selectFrom('erasures')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('lead_id', '=', leadId)
    .executeTakeFirst()
}

function presentErasure(row: ErasureRow): Erasure {
  return {
    id: row.id,
    leadId: row.lead_id,
    reason: row.reason,
    requestedAt: row.requested_at.toISOString(),
    doneAt: row.done_at?.toISOString() ?? null,
  }
}
