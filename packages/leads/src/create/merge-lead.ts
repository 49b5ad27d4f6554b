import { maxTags } from '@intake/contracts/create-lead'
import type { Db } from '@intake/database/create-database'
import type { LeadRow } from '@intake/database/tables'
import { boundChecklist } from '../checklist/bound-checklist.ts'
import { changeValues, fillingChanges } from '../checklist/change-values.ts'
import { isTemplateInForce } from '../checklist/template.ts'
import { recordConsents } from '../consent/consents.ts'
import { oweEnrichment } from '../enrichment/owe-enrichment.ts'
import { claimKey, storeAnswers } from '../idempotency/stored-answer.ts'
import type { AnswerStore } from '../lead/lead-store.ts'
import { lockLeadRow } from '../lead/lock-lead.ts'
import { leadsShownBy, readLeadAnswer } from '../lead/read-lead-answer.ts'
import { type ReadLead, readLeads } from '../lead/read-leads.ts'
import { storeLead } from '../lead/store-lead.ts'
import { contactsOf, matchedOn } from '../matching/contact-keys.ts'
import { findMatchIds } from '../matching/find-matches.ts'
import { lockContacts } from '../matching/lock-contacts.ts'
import { indexSearchables } from '../searching/searchables.ts'
import { recordSubmission } from '../sources/record-submission.ts'
import { cancelSuppressed } from '../suppression/cancel-suppressed.ts'
import { suppressOwn } from '../suppression/suppress-own.ts'
import { putTags } from '../tags/tags.ts'
import { noteActivity } from '../timeline/note-activity.ts'
import { leadUpdated } from '../webhooks/events.ts'
import { recordCompletion, recordEvents } from '../webhooks/record-events.ts'
import { changedFields, fillFields } from './lead-fields.ts'
import { dateRow, type WriteOutcome } from './new-lead.ts'
import { shortBody, submittedBody, warningsJson, warningsOf } from './new-lead-answer.ts'
import type { GuardedLead, MergeInto } from './write-guarded.ts'

/** {@link mergeLead} with what its answer is read from. */
export function mergeInto(store: Omit<AnswerStore, 'db'>): MergeInto {
  return (trx, leadId, given) => mergeLead({ ...store, db: trx }, leadId, given)
}

/**
 * Merges a call's lead into one that is there: fills what is empty, adds tags and checklist values, writes one timeline
 * entry and owes the enrichment anew, in the caller's transaction. Nothing that is filled changes. Null when the lead is gone, or has other
 * contacts by now.
 */
async function mergeLead(
  store: AnswerStore,
  leadId: string,
  given: GuardedLead,
): Promise<WriteOutcome | null> {
  const { workspace_id: workspaceId } = given.row
  const { workspace, requestId, traceparent, idempotency } = given
  const { db: trx } = store
  const locked = await lockLeadRow(trx, workspaceId, leadId)
  if (!locked || locked.lead.deleted_at) return null
  const { lead: before, at } = locked
  // A change that was waited for may have given it another phone or e-mail.
  if (matchedOn(given.row, before).length === 0) return null
  if (!(await isTemplateInForce(trx, workspaceId, given.template.revision))) return { kind: 'not-written' }
  if (idempotency && !(await claimKey(trx, workspaceId, idempotency, [leadId])))
    return { kind: 'not-written' }
  const lead = fillFields(before, dateRow(given.row, at))
  const { values, changed } = changeValues(before, fillingChanges(given.values), at)
  if (changed.size > 0) boundChecklist([values], '/checklistItems')
  lead.checklist = values
  lead.tag_ids = await withTags(trx, before, given)
  lead.updated_at = at
  await storeLead(trx, before, lead)
  await indexSearchables(trx, before, lead, workspace.searchableFields)
  await recordConsents(trx, lead, given.consents, at)
  if (given.optsOut) {
    await lockContacts(trx, workspaceId, { exclusive: contactsOf(lead) })
    await suppressOwn(trx, lead, given, at)
  }
  // It may have been given a number or an address that is suppressed.
  if (contactsOf(lead).join() !== contactsOf(before).join()) await cancelSuppressed(store, lead, at)
  const { id: actionLogId, inputJson } = given.actionLog
  const entry = { id: actionLogId, summary: 'Lead merged', input: inputJson, requestId, at }
  await noteActivity({ trx, workspace }, lead, entry)
  await oweEnrichment(trx, { workspaceId, leadId, actionLogId, requestId, traceparent })
  const [read] = await readLeads(store, workspaceId, [leadId])
  if (!read) return null
  const told = { requestId, at }
  const changes = {
    fields: changedFields(before, lead),
    tags: lead.tag_ids === before.tag_ids ? undefined : read.tags,
    items: given.values.filter(({ item }) => changed.has(item.id)),
  }
  await recordEvents(trx, workspace, [{ lead, message: leadUpdated(lead, changes) }], told)
  await recordCompletion(trx, workspace, lead, told)
  const { body, leadIds } = await answerMerged(store, read, given)
  const { form, result } = given
  if (given.submission) await recordSubmission(trx, workspaceId, given.submission, { leadId })
  if (idempotency && !idempotency.isNatural)
    await storeAnswers(trx, [{ workspaceId, claim: idempotency, body, leadIds, form, result }])
  return { kind: 'written', leadId, body, result: 'merged', matched: true }
}

async function answerMerged(store: AnswerStore, read: ReadLead, given: GuardedLead) {
  const { lead } = read
  const { form, template } = given
  const result = given.result && 'merged'
  if (form === 'submitted') return { body: submittedBody(given.submission?.id), leadIds: [lead.id] }
  if (form !== 'full') {
    const matched = form === 'blind' ? (await findMatchIds(store.db, lead)).length : 0
    const warnings = warningsJson(given.oddities)
    return { body: shortBody(lead.id, { form, result }, matched, warnings), leadIds: [lead.id] }
  }
  const answer = await readLeadAnswer(store, read, template)
  return {
    body: JSON.stringify({ success: true, result, ...answer, warnings: warningsOf(given.oddities) }),
    leadIds: leadsShownBy(answer),
  }
}

/** New tags come after those that are there, up to the limit of a lead. */
async function withTags(trx: Db, before: LeadRow, given: GuardedLead): Promise<string[] | null> {
  const there = before.tag_ids ?? []
  const ids = await putTags(trx, before.workspace_id, given.tags)
  const fresh = ids.filter((id) => !there.includes(id)).slice(0, Math.max(0, maxTags - there.length))
  return fresh.length > 0 ? [...there, ...fresh] : before.tag_ids
}
