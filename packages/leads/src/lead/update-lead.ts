import type { UpdateLeadRequest } from '@intake/contracts/update-lead'
import type { Db } from '@intake/database/create-database'
import type { LeadRow } from '@intake/database/tables'
import { makerOf } from '../audit/actor.ts'
import { applyItems, type TouchedValue } from '../checklist/apply-items.ts'
import { boundChecklist } from '../checklist/bound-checklist.ts'
import { changeValues, givenChanges, skipRequired, undoSkips } from '../checklist/change-values.ts'
import { leadChecklist } from '../checklist/lead-checklist.ts'
import { requiredItems } from '../checklist/lead-status.ts'
import { readOneOffItems } from '../checklist/read-one-off-items.ts'
import { recordConsents } from '../consent/consents.ts'
import { warningsOf } from '../create/new-lead-answer.ts'
import { oweEnrichment } from '../enrichment/owe-enrichment.ts'
import { moveExternalId } from '../idempotency/natural-claim.ts'
import { type Answered, type Work, withIdempotency } from '../idempotency/with-idempotency.ts'
import { readContact } from '../matching/read-contact.ts'
import { indexSearchables } from '../searching/searchables.ts'
import { cancelSuppressed } from '../suppression/cancel-suppressed.ts'
import { lockWithContacts, type OptOutUse } from '../suppression/lock-opt-out.ts'
import { optOutOf } from '../suppression/opt-out.ts'
import { suppressOwn, takeBack } from '../suppression/suppress-own.ts'
import { putTags } from '../tags/tags.ts'
import { cancelOutbound } from '../timeline/cancel-outbound.ts'
import { noteActivity } from '../timeline/note-activity.ts'
import { leadOddities } from '../warnings/lead-warnings.ts'
import { noteOddities } from '../warnings/note-oddities.ts'
import { leadUpdated } from '../webhooks/events.ts'
import { recordCompletion, recordEvents } from '../webhooks/record-events.ts'
import { requireScope } from '../workspace/caller.ts'
import type { Ctx } from '../workspace/ctx.ts'
import { changeLead } from './change-lead.ts'
import { lockLead } from './lock-lead.ts'
import { leadsShownBy, readLeadAnswer } from './read-lead-answer.ts'
import { readLeads, readStoredLeads } from './read-leads.ts'
import { storeLead } from './store-lead.ts'

/**
 * Changes a lead: fields, tags, checklist and status with its consequences, one timeline entry, and the enrichment owed
 * anew, in one transaction. Calls for one lead follow one another. Throws `not_found` (deleted leads too),
 * `invalid_request`, `forbidden`, and what `withIdempotency` throws.
 */
export async function updateLead(
  ctx: Ctx,
  {
    leadId,
    request,
    dropped = [],
  }: { leadId: string; request: UpdateLeadRequest; dropped?: readonly string[] },
): Promise<Answered> {
  requireScope(ctx.caller, 'leads:write')
  return withIdempotency(ctx, async (work) => {
    const { trx, workspace } = work
    const store = { ...ctx, db: trx }
    const { consent = [] } = request
    const use = optOutUse(request)
    const { lead: before, at } = use
      ? await lockWithContacts(trx, ctx.caller, leadId, use, [readContact(request, workspace)])
      : await lockLead(trx, ctx.caller, leadId)
    const { lead, changed } = changeLead(before, request, {
      defaultRegion: workspace.defaultRegion,
      placeholders: workspace.placeholders,
      at,
    })
    const touched = await changeChecklist(work, lead, request, at)
    const tagsBefore =
      request.tags === undefined ? undefined : await changeTags(trx, lead, request.tags ?? [])
    await storeLead(trx, before, lead)
    if (workspace.uniqueExternalIds && !lead.is_test) await moveExternalId(trx, before, lead)
    await indexSearchables(trx, before, lead, workspace.searchableFields)
    await recordConsents(trx, lead, consent, at)
    const takesBack = request.didOptOut === false || request.didOptOut === null
    if (takesBack || consent.length > 0) await takeBack(trx, lead, { takesBack, consent }, at)
    const speaksForItself = lead.is_test
    if (use === 'makes')
      await suppressOwn(trx, lead, { consents: consent, speaksForItself, requestId: ctx.requestId }, at)
    else if (use === 'asks') await cancelSuppressed(store, lead, at)
    if (request.status === 'NOT_INTERESTED') await cancelOutbound(trx, lead, 'follow-ups', at)
    const input = {
      requestId: ctx.requestId,
      ...makerOf(ctx.caller),
      lead: changed,
      tags: request.tags ?? [],
      ...(tagsBefore ? { tagsBefore } : {}),
      checklistItems: touched.map(({ item, value, status }) => ({
        code: item.code,
        value: value ?? null,
        status,
      })),
    }
    const { requestId, traceparent } = ctx
    const actionLogId = await noteActivity(work, lead, { summary: 'Lead updated', input, requestId, at })
    await oweEnrichment(trx, { workspaceId: workspace.id, leadId, actionLogId, requestId, traceparent })
    const [read] = await readLeads(store, workspace.id, [lead.id])
    if (!read) throw new Error('a lead vanished while it was locked')
    const tagsChanged = tagsBefore && tagsBefore.join() !== read.tags.join()
    const fields = changed.didOptOut === false ? { ...changed, didOptOut: optOutOf(read) !== null } : changed
    const changes = { fields, tags: tagsChanged ? read.tags : undefined, items: touched }
    await recordEvents(trx, workspace, [{ lead, message: leadUpdated(lead, changes) }], { requestId, at })
    await recordCompletion(trx, workspace, lead, { requestId, at })
    const { phone_raw, phone_e164, phone_key, email, email_key } = lead
    const oddities = leadOddities(
      {
        phone_raw: request.phoneNumber ? phone_raw : null,
        phone_e164: request.phoneNumber ? phone_e164 : null,
        phone_key,
        email: request.email ? email : null,
        email_key,
      },
      touched,
      { defaultRegion: workspace.defaultRegion, dropped },
    )
    noteOddities(ctx, oddities)
    const whole = await readLeadAnswer(store, read, workspace.template)
    const answer = { ...whole, warnings: warningsOf(oddities) }
    return { answer, leadIds: leadsShownBy(answer) }
  })
}

/** What an update has to do with opt-outs; null for nothing. */
function optOutUse(request: UpdateLeadRequest): OptOutUse | null {
  const { didOptOut, status, consent = [], phoneNumber, email } = request
  if (didOptOut || status === 'OPTED_OUT' || consent.some((one) => one.status === 'withdrawn')) return 'makes'
  return phoneNumber !== undefined || email !== undefined ? 'asks' : null
}

/**
 * The checklist part of an update, in the row that is to be stored: reopens, applies the given items (those of the lead alone included),
 * completes. Answers what the items were settled to. Throws `invalid_request` for unknown and repeated codes.
 */
async function changeChecklist(
  { trx, workspace }: Work,
  lead: LeadRow,
  { checklistItems = [], status }: UpdateLeadRequest,
  at: Date,
): Promise<TouchedValue[]> {
  const oneOffItems = await readOneOffItems(trx, workspace.id, [lead.id])
  const itemByCode = new Map([
    ...workspace.template.itemByCode,
    ...oneOffItems.map((item) => [item.code, item] as const),
  ])
  const touched = applyItems(checklistItems, itemByCode, {
    defaultRegion: workspace.defaultRegion,
    today: () => at.toISOString().slice(0, 10),
  })
  const reopened = status === 'IN_PROGRESS' ? undoSkips(lead) : []
  lead.checklist = changeValues(lead, [...reopened, ...givenChanges(touched, checklistItems)], at).values
  if (touched.length > 0) boundChecklist([lead.checklist, ...oneOffItems], '/checklistItems')
  const settledItems = touched.map((one): TouchedValue => {
    const stored = lead.checklist?.[one.item.id]
    return { ...one, value: stored?.value ?? null, status: stored?.status ?? one.status }
  })
  if (status === 'COMPLETED') {
    const checklist = leadChecklist(lead.id, workspace.template, oneOffItems, lead.checklist)
    lead.checklist = changeValues(lead, skipRequired(requiredItems(checklist)), at).values
  }
  return settledItems
}

/** Makes these the tags of the row that is to be stored. Answers the names of those before. */
async function changeTags(trx: Db, lead: LeadRow, tags: readonly string[]): Promise<string[]> {
  const [before] = await readStoredLeads(trx, [{ workspaceId: lead.workspace_id, id: lead.id }])
  const ids = await putTags(trx, lead.workspace_id, tags)
  lead.tag_ids = ids.length > 0 ? ids : null
  return before?.tags ?? []
}
