import type { LeadAnswer } from '@intake/contracts/lead-answer'
import type { UpdateLeadRequest } from '@intake/contracts/update-lead'
import type { Db } from '@intake/database/create-database'
import type { LeadRow } from '@intake/database/tables'
import { updateValues } from '../checklist/update-values.ts'
import type { IdempotencyClaim } from '../create/new-lead.ts'
import { oweEnrichment } from '../enrichment/owe-enrichment.ts'
import { type Answered, type WriteContext, withIdempotency } from '../idempotency/with-idempotency.ts'
import { dropStaleMatches } from '../matching/drop-stale-matches.ts'
import { replaceTags } from '../tags/replace-tags.ts'
import { cancelOutbound } from '../timeline/cancel-outbound.ts'
import { noteActivity } from '../timeline/note-activity.ts'
import { noteLeadWarnings } from '../warnings/note-lead-warnings.ts'
import { leadUpdated } from '../webhooks/events.ts'
import { recordCompletion } from '../webhooks/record-completion.ts'
import { recordEvents } from '../webhooks/record-events.ts'
import { requireScope } from '../workspace/authenticate.ts'
import { changeLead } from './change-lead.ts'
import { lockLead } from './lock-lead.ts'
import { readLeadAnswer } from './read-lead-answer.ts'
import { readLeads } from './read-leads.ts'

export interface UpdateLeadOptions {
  idempotency: IdempotencyClaim | null
  /** Makes the body that the client gets, and that a replay of the same key gets again. */
  toBody(answer: LeadAnswer): string
}

/**
 * Changes a lead: fields, tags, checklist and status with its consequences, one timeline entry, and the enrichment owed
 * anew, in one transaction. Calls for one lead follow one another. Throws `not_found` (deleted leads too),
 * `invalid_request`, `forbidden`, and what `withIdempotency` throws.
 */
export async function updateLead(
  ctx: WriteContext,
  leadId: string,
  request: UpdateLeadRequest,
  { idempotency, toBody }: UpdateLeadOptions,
): Promise<Answered> {
  requireScope(ctx.caller, 'leads:write')
  return withIdempotency(ctx, idempotency, async ({ trx, workspace }) => {
    const { lead: before, at } = await lockLead(trx, ctx.caller, leadId)
    const { lead, changed } = changeLead(before, request, { defaultRegion: workspace.defaultRegion, at })
    const touched = await updateValues(trx, lead, workspace, {
      items: request.checklistItems ?? [],
      complete: request.status === 'COMPLETED',
      reopen: request.status === 'IN_PROGRESS',
      at,
    })
    const tagsBefore =
      request.tags === undefined ? undefined : await changeTags(trx, lead, request.tags ?? [])
    await storeLead(trx, lead)
    if (lead.opt_out_at && !before.opt_out_at) await cancelOutbound(trx, lead, 'all', at)
    else if (request.status === 'NOT_INTERESTED') await cancelOutbound(trx, lead, 'follow-ups', at)
    if (lead.phone_e164 !== before.phone_e164 || lead.email_key !== before.email_key)
      await dropStaleMatches(trx, workspace.id, [lead.id])
    const input = {
      requestId: ctx.requestId,
      lead: changed,
      tags: request.tags ?? [],
      ...(tagsBefore ? { tagsBefore } : {}),
      checklistItems: touched.map(({ item, value, status }) => ({ code: item.code, value, status })),
    }
    const logId = await noteActivity(trx, lead, { summary: 'Lead updated', input, at })
    await oweEnrichment(trx, {
      workspaceId: workspace.id,
      leadId: lead.id,
      actionLogId: logId,
      requestId: ctx.requestId,
      traceparent: ctx.traceparent,
    })
    const [tagged] = await readLeads(trx, workspace.id, [lead.id])
    if (!tagged) throw new Error('a lead vanished while it was locked')
    const told = { requestId: ctx.requestId, at }
    const tagsChanged = tagsBefore && tagsBefore.join() !== tagged.tags.join()
    const changes = { fields: changed, tags: tagsChanged ? tagged.tags : undefined, items: touched }
    await recordEvents(trx, workspace, [{ lead, message: leadUpdated(lead, changes) }], told)
    await recordCompletion(trx, workspace, lead, told)
    const given = {
      phone_raw: request.phoneNumber ? lead.phone_raw : null,
      phone_e164: lead.phone_e164,
      email_key: request.email ? lead.email_key : null,
    }
    noteLeadWarnings(ctx, given, touched)
    return toBody(await readLeadAnswer(trx, ctx.files, tagged, workspace.template))
  })
}

/** Answers the tags that were there before. */
async function changeTags(trx: Db, lead: LeadRow, tags: readonly string[]): Promise<string[]> {
  const [tagged] = await readLeads(trx, lead.workspace_id, [lead.id])
  await replaceTags(trx, lead, tags)
  return tagged?.tags ?? []
}

async function storeLead(trx: Db, lead: LeadRow): Promise<void> {
  const { workspace_id, id, timezone_inference, ...columns } = lead
  await trx
    .updateTable('leads')
    .set({ ...columns, timezone_inference: timezone_inference && JSON.stringify(timezone_inference) })
    .where('workspace_id', '=', workspace_id)
    .where('id', '=', id)
    .execute()
}
