import { isDeepStrictEqual } from 'node:util'
import { type AppError, invalidRequest } from '@intake/contracts/app-error'
import type { ChecklistItemRow, LeadMergeRow, LeadRow, StoredValues } from '@intake/database/tables'
import { readOneOffItems } from '../checklist/read-one-off-items.ts'
import { changedFields, unfillFields } from '../create/lead-fields.ts'
import { oweEnrichment } from '../enrichment/owe-enrichment.ts'
import { externalIdClaim, nameLead } from '../idempotency/natural-claim.ts'
import { type Answered, type Work, withIdempotency } from '../idempotency/with-idempotency.ts'
import { indexSearchables } from '../searching/searchables.ts'
import { cancelSuppressed } from '../suppression/cancel-suppressed.ts'
import { optOutOf } from '../suppression/opt-out.ts'
import { takeBack } from '../suppression/suppress-own.ts'
import { noteActivity } from '../timeline/note-activity.ts'
import { leadUnmerged, leadUpdated } from '../webhooks/events.ts'
import { recordEvents } from '../webhooks/record-events.ts'
import { requireScope } from '../workspace/caller.ts'
import type { Ctx } from '../workspace/ctx.ts'
import { lockBoth, lockContactsOf, moveItems, presentMerge, readMerge } from './merge-leads.ts'
import { leadsShownBy, readLeadAnswer } from './read-lead-answer.ts'
import { noSuchLead, readLeads, requireLead } from './read-leads.ts'
import { storeLead } from './store-lead.ts'

/**
 * Undoes a merge: the lead is there again with what is its own, and the other gives back what it was given and hasn't changed since. Within
 * 30 days, and not while the other lead is itself part of one. Throws `not_found`, `forbidden`, `invalid_request`.
 */
export async function unmergeLead(ctx: Ctx, { leadId }: { leadId: string }): Promise<Answered> {
  requireScope(ctx.caller, 'leads:write')
  return withIdempotency(ctx, async (work) => {
    const { trx, workspace } = work
    const store = { ...ctx, db: trx }
    await requireLead(trx, ctx.caller, leadId)
    const seen = await readMerge(trx, workspace.id, leadId)
    if (!seen) throw notMerged()
    await lockContactsOf(trx, ctx.caller, [leadId, seen.into_id])
    const { from, target, at } = await lockBoth(trx, ctx.caller, leadId, seen.into_id)
    const merge = await readMerge(trx, workspace.id, leadId)
    if (merge?.into_id !== seen.into_id) throw notMerged()
    if (at.toISOString() > presentMerge(merge).undoUntil)
      throw refused('too_late', 'the merge was too long ago to be undone')
    if (await readMerge(trx, workspace.id, merge.into_id))
      throw refused('merged_again', 'the other lead is part of another one by now; undo that first')
    await undo(ctx, work, { merge, from, target, at })
    const [read] = await readLeads(store, workspace.id, [leadId])
    if (!read) throw noSuchLead()
    const answer = await readLeadAnswer(store, read, workspace.template)
    return { answer: { ...answer, warnings: [] }, leadIds: [...leadsShownBy(answer), merge.into_id] }
  })
}

function refused(code: string, message: string): AppError {
  return invalidRequest([{ pointer: '', code, message }])
}

function notMerged(): AppError {
  return refused('not_merged', 'the lead is part of no other one')
}

interface Undone {
  merge: LeadMergeRow
  from: LeadRow
  target: LeadRow | null
  at: Date
}

async function undo(
  { sealer, requestId, traceparent }: Ctx,
  work: Work,
  { merge, from, target, at }: Undone,
) {
  const { trx, workspace } = work
  const { id: workspaceId } = workspace
  await trx
    .deleteFrom('lead_merges')
    .where('workspace_id', '=', workspaceId)
    .where('lead_id', '=', from.id)
    .execute()
  const restored = { ...from, deleted_at: null, updated_at: at }
  await storeLead(trx, from, restored)
  // What was suppressed while it was part of the other was not looked for under its own contacts.
  await cancelSuppressed({ db: trx, sealer }, restored, at)
  const told = { requestId, at }
  await recordEvents(
    trx,
    workspace,
    [{ lead: restored, message: leadUnmerged(restored, merge.into_id) }],
    told,
  )
  const input = { requestId, unmergedFrom: merge.into_id }
  const note = { summary: 'No longer merged', input, requestId, at }
  const actionLogId = await noteActivity(work, restored, note)
  await oweEnrichment(trx, { workspaceId, leadId: from.id, actionLogId, requestId, traceparent })
  if (target) await giveBack(work, { merge, from, target, at }, { sealer, requestId, traceparent })
}

/** What the other lead was given and still has as it was given. */
async function giveBack(
  work: Work,
  { merge, from, target, at }: Undone & { target: LeadRow },
  { sealer, requestId, traceparent }: Pick<Ctx, 'sealer' | 'requestId' | 'traceparent'>,
): Promise<void> {
  const { trx, workspace } = work
  const { id: workspaceId } = workspace
  const lead = unfillFields(target, from, merge)
  lead.updated_at = at
  const tagIds = target.tag_ids?.filter((id) => !merge.tag_ids.includes(id)) ?? []
  if (tagIds.length !== (target.tag_ids?.length ?? 0)) lead.tag_ids = tagIds.length > 0 ? tagIds : null
  const items = await readOneOffItems(trx, workspaceId, [target.id, from.id])
  lead.checklist = withoutGiven(target.checklist, from.checklist, {
    merge,
    codes: codesOf([...workspace.template.itemByCode.values(), ...items]),
  })
  await storeLead(trx, target, lead)
  await indexSearchables(trx, target, lead, workspace.searchableFields)
  const moved = items.filter(({ id }) => merge.moved_item_ids.includes(id))
  await moveItems(trx, from, moved, 0)
  if (workspace.uniqueExternalIds && lead.external_lead_id !== target.external_lead_id)
    await nameLead(trx, workspaceId, externalIdClaim(target.external_lead_id ?? ''), from.id)
  if (target.opt_out_at && !lead.opt_out_at) await takeBack(trx, lead, { takesBack: true, consent: [] }, at)
  const [read] = await readLeads({ db: trx, sealer }, workspaceId, [lead.id])
  const changed = changedFields(target, lead)
  const fields =
    changed.didOptOut === false && read ? { ...changed, didOptOut: optOutOf(read) !== null } : changed
  const note = {
    summary: 'Merge undone',
    input: { requestId, unmergedLeadId: from.id, lead: fields },
    requestId,
    at,
  }
  const actionLogId = await noteActivity(work, lead, note)
  if (target.deleted_at) return
  await oweEnrichment(trx, { workspaceId, leadId: lead.id, actionLogId, requestId, traceparent })
  const tags = lead.tag_ids === target.tag_ids ? undefined : read?.tags
  const message = leadUpdated(lead, { fields, tags, items: [] })
  await recordEvents(trx, workspace, [{ lead, message }], { requestId, at })
}

function codesOf(items: readonly ChecklistItemRow[]): ReadonlyMap<string, string> {
  return new Map(items.map(({ id, code }) => [id, code]))
}

/** Values without those that were given and are as they were given, and without those of items that move back. */
function withoutGiven(
  values: StoredValues | null,
  given: StoredValues | null,
  { merge, codes }: { merge: LeadMergeRow; codes: ReadonlyMap<string, string> },
): StoredValues | null {
  const byCode = new Map(Object.entries(given ?? {}).map(([id, stored]) => [codes.get(id), stored]))
  const kept = { ...values }
  for (const id of merge.item_ids) {
    const now = kept[id]
    const then = byCode.get(codes.get(id))
    if (!now || !then) continue
    const isAsGiven = now.status === then.status && isDeepStrictEqual(now.value, then.value)
    if (!isAsGiven && !merge.moved_item_ids.includes(id)) continue
    const { override, alternates } = now
    delete kept[id]
    if (override != null || alternates != null)
      kept[id] = {
        status: 'TODO',
        ...(override == null ? {} : { override }),
        ...(alternates == null ? {} : { alternates }),
      }
  }
  for (const id of merge.moved_item_ids) delete kept[id]
  return Object.keys(kept).length > 0 ? kept : null
}
