import type { AddActivityAnswer, AddActivityRequest } from '@intake/contracts/write-action-log'
import type { IdempotencyClaim } from '../create/new-lead.ts'
import { type Answered, type WriteContext, withIdempotency } from '../idempotency/with-idempotency.ts'
import { lockLead } from '../lead/lock-lead.ts'
import { touchLead } from '../lead/touch-lead.ts'
import { requireScope } from '../workspace/authenticate.ts'
import { noteActivity } from './note-activity.ts'

export interface AddActivityOptions {
  idempotency: IdempotencyClaim | null
  toBody(answer: AddActivityAnswer): string
}

/** Notes on a lead's timeline what happened elsewhere. Throws `not_found`, `forbidden`. */
export async function addActivity(
  ctx: WriteContext,
  { leadId, title, eventType, description, metadata }: AddActivityRequest,
  { idempotency, toBody }: AddActivityOptions,
): Promise<Answered> {
  requireScope(ctx.caller, 'leads:write')
  return withIdempotency(ctx, idempotency, async ({ trx }) => {
    const { lead, at } = await lockLead(trx, ctx.caller, leadId)
    const input = {
      requestId: ctx.requestId,
      eventType,
      title,
      description: description ?? null,
      metadata: metadata ?? null,
    }
    const actionLogId = await noteActivity(trx, lead, { summary: title, input, at })
    await touchLead(trx, lead, at)
    return toBody({ actionLogId })
  })
}
