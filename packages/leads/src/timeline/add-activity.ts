import type { AddActivityRequest } from '@intake/contracts/write-action-log'
import { makerOf } from '../audit/actor.ts'
import { type Answered, withIdempotency } from '../idempotency/with-idempotency.ts'
import { lockLead } from '../lead/lock-lead.ts'
import { touchLead } from '../lead/touch-lead.ts'
import { requireScope } from '../workspace/caller.ts'
import type { Ctx } from '../workspace/ctx.ts'
import { noteActivity } from './note-activity.ts'

/** Notes on a lead's timeline what happened elsewhere. Throws `not_found`, `forbidden`. */
export async function addActivity(
  ctx: Ctx,
  { leadId, title, eventType, description, metadata }: AddActivityRequest,
): Promise<Answered> {
  requireScope(ctx.caller, 'leads:write')
  return withIdempotency(ctx, async (work) => {
    const { trx } = work
    const { lead, at } = await lockLead(trx, ctx.caller, leadId)
    const input = {
      requestId: ctx.requestId,
      ...makerOf(ctx.caller),
      eventType,
      title,
      description: description ?? null,
      metadata: metadata ?? null,
    }
    const actionLogId = await noteActivity(work, lead, {
      summary: title,
      input,
      requestId: ctx.requestId,
      at,
    })
    await touchLead(trx, lead, at)
    return { answer: { actionLogId }, leadIds: [lead.id] }
  })
}
