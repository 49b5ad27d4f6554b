import { type AppError, invalidRequest } from '@intake/contracts/app-error'
import { maxTags } from '@intake/contracts/create-lead'
import { type MergeLeadRequest, undoDays } from '@intake/contracts/merge-leads'
import type { Db } from '@intake/database/create-database'
import type { ChecklistItemRow, LeadMergeRow, LeadRow, StoredValues } from '@intake/database/tables'
import type { TouchedValue } from '../checklist/apply-items.ts'
import { boundChecklist } from '../checklist/bound-checklist.ts'
import { changeValues, fillingChanges } from '../checklist/change-values.ts'
import { readOneOffItems } from '../checklist/read-one-off-items.ts'
import { changedFields, columnsThatDiffer, fillFields } from '../create/lead-fields.ts'
import { oweEnrichment } from '../enrichment/owe-enrichment.ts'
import { externalIdClaim, nameLead } from '../idempotency/natural-claim.ts'
import { type Answered, type Work, withIdempotency } from '../idempotency/with-idempotency.ts'
import { lockContacts } from '../matching/lock-contacts.ts'
import { indexSearchables } from '../searching/searchables.ts'
import { cancelSuppressed } from '../suppression/cancel-suppressed.ts'
import { locksOf } from '../suppression/lock-opt-out.ts'
import { suppressOwn } from '../suppression/suppress-own.ts'
import { noteActivity } from '../timeline/note-activity.ts'
import { leadMerged, leadUpdated } from '../webhooks/events.ts'
import { recordCompletion, recordEvents } from '../webhooks/record-events.ts'
import { type Caller, requireScope } from '../workspace/caller.ts'
import type { Ctx } from '../workspace/ctx.ts'
import { sees } from '../workspace/sight.ts'
import { lockLeadRow } from './lock-lead.ts'
import { maxMerged, readMergedIds } from './merged-leads.ts'
import { leadsShownBy, readLeadAnswer } from './read-lead-answer.ts'
import { noSuchLead, readLeads } from './read-leads.ts'
import { storeLead } from './store-lead.ts'

const maxOneOffItems = 100
const dayMs = 24 * 3600_000

/**
 * Makes a lead part of another. What is empty there is filled by the rules of the policy `merge`; tags, checklist values and items of the
 * lead alone are added. Its timeline, messages and documents stay where they are and show with the other's. The lead itself
 * counts as deleted and says which one it became. To merge it into the same lead again changes nothing. Both are locked, in
 * the order of their ids. Throws `not_found`, `forbidden`, `invalid_request`.
 */
export async function mergeLeads(
  ctx: Ctx,
  { leadId, request: { into } }: { leadId: string; request: MergeLeadRequest },
): Promise<Answered> {
  requireScope(ctx.caller, 'leads:write')
  return withIdempotency(ctx, async (work) => {
    const { trx, workspace } = work
    if (leadId === into) throw refused('same_lead', 'is the lead itself')
    const store = { ...ctx, db: trx }
    await lockContactsOf(trx, ctx.caller, [leadId, into])
    const { from, target, at } = await lockBoth(trx, ctx.caller, leadId, into)
    const known = from.deleted_at ? await readMerge(trx, workspace.id, leadId) : null
    if (from.deleted_at && !known) throw noSuchLead()
    if (known && known.into_id !== into) throw alreadyMerged()
    if (!target || target.deleted_at) throw refused('unknown_lead', 'is no lead of this workspace')
    const merge = known ?? (await merged(ctx, work, { from, target, at }))
    const [read] = await readLeads(store, workspace.id, [into])
    if (!read) throw noSuchLead()
    const answer = await readLeadAnswer(store, read, workspace.template)
    return {
      answer: { ...answer, warnings: [], merge: presentMerge(merge) },
      leadIds: [...leadsShownBy(answer), leadId],
    }
  })
}

function refused(code: string, message: string, pointer = '/into'): AppError {
  return invalidRequest([{ pointer, code, message }])
}

function alreadyMerged(): AppError {
  return refused('already_merged', 'the lead is part of another one already', '')
}

export function presentMerge({ lead_id, into_id, merged_at }: LeadMergeRow) {
  return {
    leadId: lead_id,
    into: into_id,
    mergedAt: merged_at.toISOString(),
    undoUntil: new Date(merged_at.getTime() + undoDays * dayMs).toISOString(),
  }
}

/** Locks the numbers and addresses of leads, before their rows: whoever asks for an opt-out of them waits. */
export async function lockContactsOf(
  trx: Db,
  { workspaceId }: Caller,
  ids: readonly string[],
): Promise<void> {
  const contacts = await trx
    .selectFrom('leads')
    .select(['phone_key', 'phone_extension', 'email_key'])
    .where('workspace_id', '=', workspaceId)
    .where('id', 'in', ids)
    .execute()
  await lockContacts(trx, workspaceId, locksOf(contacts, 'makes'))
}

/** Locks two leads, the one with the lower id first, so that nobody deadlocks. Throws `not_found` unless the caller may know of the first. */
export async function lockBoth(
  trx: Db,
  caller: Caller,
  leadId: string,
  otherId: string,
): Promise<{ from: LeadRow; target: LeadRow | null; at: Date }> {
  const locked = new Map<string, LeadRow>()
  let at = new Date()
  for (const id of [leadId, otherId].sort()) {
    const one = await lockLeadRow(trx, caller.workspaceId, id)
    if (!one || !sees(caller, one.lead)) continue
    locked.set(id, one.lead)
    at = one.at
  }
  const from = locked.get(leadId)
  if (!from) throw noSuchLead()
  const target = locked.get(otherId)
  // A test lead and a live one have nothing to do with one another.
  return { from, target: target?.is_test === from.is_test ? target : null, at }
}

export async function readMerge(trx: Db, workspaceId: string, leadId: string): Promise<LeadMergeRow | null> {
  const row = await trx
    .selectFrom('lead_merges')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('lead_id', '=', leadId)
    .executeTakeFirst()
  return row ?? null
}

async function merged(
  { sealer, requestId, traceparent }: Ctx,
  work: Work,
  { from, target, at }: { from: LeadRow; target: LeadRow; at: Date },
): Promise<LeadMergeRow> {
  const { trx, workspace } = work
  const { id: workspaceId } = workspace
  await checkRoom(trx, from, target)
  const lead = fillFields(target, from)
  lead.updated_at = at
  const tagIds = (from.tag_ids ?? [])
    .filter((id) => !target.tag_ids?.includes(id))
    .slice(0, Math.max(0, maxTags - (target.tag_ids?.length ?? 0)))
  if (tagIds.length > 0) lead.tag_ids = [...(target.tag_ids ?? []), ...tagIds]
  const { moved, changed } = await fillChecklist(work, lead, from, at)
  await storeLead(trx, target, lead)
  await indexSearchables(trx, target, lead, workspace.searchableFields)
  if (workspace.uniqueExternalIds && lead.external_lead_id !== target.external_lead_id)
    await nameLead(trx, workspaceId, externalIdClaim(from.external_lead_id ?? ''), lead.id)
  const merge = {
    workspace_id: workspaceId,
    lead_id: from.id,
    into_id: target.id,
    merged_at: at,
    filled: columnsThatDiffer(target, lead),
    custom_names: Object.keys(lead.custom ?? {}).filter((name) => !(name in (target.custom ?? {}))),
    tag_ids: tagIds,
    item_ids: changed.map(({ item }) => item.id),
    moved_item_ids: moved,
  }
  await trx.insertInto('lead_merges').values(merge).execute()
  await trx
    .updateTable('leads')
    .set({ deleted_at: at, updated_at: at })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', from.id)
    .execute()
  const store = { db: trx, sealer }
  if (lead.opt_out_at && !target.opt_out_at)
    await suppressOwn(trx, lead, { consents: [], speaksForItself: lead.is_test, requestId }, at)
  // What was to be sent to the one goes to the other now.
  await cancelSuppressed(store, lead, at)
  const fields = changedFields(target, lead)
  const [read] = await readLeads(store, workspaceId, [lead.id])
  const checklistItems = changed.map(({ item, value, status }) => ({
    code: item.code,
    value: value ?? null,
    status,
  }))
  const tags = tagIds.length > 0 ? (read?.tags.slice(-tagIds.length) ?? []) : []
  const actionLogId = await noteActivity(work, lead, {
    summary: 'Lead merged',
    input: { requestId, mergedLeadId: from.id, lead: fields, tags, checklistItems },
    requestId,
    at,
  })
  const input = { requestId, mergedInto: target.id }
  await noteActivity(work, from, { summary: 'Merged into another lead', input, requestId, at })
  await oweEnrichment(trx, { workspaceId, leadId: lead.id, actionLogId, requestId, traceparent })
  const changes = { fields, tags: tagIds.length > 0 ? read?.tags : undefined, items: changed }
  const told = { requestId, at }
  await recordEvents(
    trx,
    workspace,
    [
      { lead: from, message: leadMerged(from, lead) },
      { lead, message: leadUpdated(lead, changes) },
    ],
    told,
  )
  await recordCompletion(trx, workspace, lead, told)
  return merge
}

/** A lead that stands for very many makes slow answers. */
async function checkRoom(trx: Db, from: LeadRow, target: LeadRow): Promise<void> {
  const { workspace_id: workspaceId } = target
  const own = await readMergedIds(trx, { workspaceId, leadId: target.id })
  const more = await readMergedIds(trx, { workspaceId, leadId: from.id })
  if (own.length + more.length + 2 > maxMerged)
    throw refused('too_many', `a lead stands for at most ${maxMerged} leads`)
}

/**
 * Fills the checklist of the row that is to be stored. Items of the other lead alone move, as far as their codes are free and there is room; one
 * whose code is taken gives its value to the item that is there, where both are of one kind.
 */
async function fillChecklist(
  { trx, workspace }: Work,
  lead: LeadRow,
  from: LeadRow,
  at: Date,
): Promise<{ moved: string[]; changed: TouchedValue[] }> {
  const oneOff = await readOneOffItems(trx, workspace.id, [lead.id, from.id])
  const own = oneOff.filter((item) => item.lead_id === lead.id)
  const byCode = new Map([...workspace.template.itemByCode.values(), ...own].map((item) => [item.code, item]))
  const moving = oneOff
    .filter((item) => item.lead_id === from.id && !byCode.has(item.code))
    .slice(0, Math.max(0, maxOneOffItems - own.length))
  for (const item of moving) byCode.set(item.code, item)
  const known = new Map([...byCode.values(), ...oneOff].map((item) => [item.id, item]))
  const given = valuesOf(from.checklist, known, byCode)
  const { values, changed } = changeValues(lead, fillingChanges(given), at)
  lead.checklist = values
  boundChecklist([values, ...own, ...moving], '/into')
  await moveItems(trx, lead, moving, Math.max(-1, ...own.map((item) => item.position)) + 1)
  return { moved: moving.map(({ id }) => id), changed: given.filter(({ item }) => changed.has(item.id)) }
}

function valuesOf(
  stored: StoredValues | null,
  known: ReadonlyMap<string, ChecklistItemRow>,
  byCode: ReadonlyMap<string, ChecklistItemRow>,
): TouchedValue[] {
  return Object.entries(stored ?? {}).flatMap(([id, { value, status, error }]): TouchedValue[] => {
    const item = known.get(id)
    const there = item && byCode.get(item.code)
    if (!there || there.field_type !== item.field_type || status === 'TODO') return []
    return [{ item: there, value, status, validationError: error ?? null }]
  })
}

/** Gives items of one lead alone to another, behind its own. */
export async function moveItems(
  trx: Db,
  lead: Pick<LeadRow, 'workspace_id' | 'id'>,
  items: readonly Pick<ChecklistItemRow, 'id'>[],
  position: number,
): Promise<void> {
  for (const [place, { id }] of items.entries())
    await trx
      .updateTable('checklist_items')
      .set({ lead_id: lead.id, position: position + place })
      .where('workspace_id', '=', lead.workspace_id)
      .where('id', '=', id)
      .execute()
}
