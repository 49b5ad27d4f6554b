import { fileFieldTypes } from '@intake/contracts/checklist'
import type { Lead, MatchingLead } from '@intake/contracts/lead'
import type { ActionLog, ChecklistGroup, Document, LeadAnswer } from '@intake/contracts/lead-answer'
import type { fieldAnswers } from '@intake/contracts/lead-fields'
import type { ChecklistItemRow, StoredValue } from '@intake/database/tables'
import { type LeadChecklist, leadChecklistItemId } from '../checklist/lead-checklist.ts'
import { leadStatus } from '../checklist/lead-status.ts'
import { presentState } from '../consent/consents.ts'
import { isoTime, presentFields } from '../create/lead-fields.ts'
import type { LeadDocuments } from '../documents/read-documents.ts'
import { type Contact, matchedOn } from '../matching/contact-keys.ts'
import { optOutOf, shownRow } from '../suppression/opt-out.ts'
import { describeActivity } from '../timeline/describe-activity.ts'
import { type CutList, cutList } from './cut-list.ts'
import { zoneOf } from './lead-zone.ts'
import type { ReadLead } from './read-leads.ts'

/** All that the standard answer is made of. */
export interface LeadSnapshot extends ReadLead {
  checklist: LeadChecklist
  documents: LeadDocuments
  /** Newest first. */
  actionLogs: ActionLog[]
  /** There are older ones. */
  hasOlderLogs?: boolean
  /** Newest first, at most 100. */
  matches: ReadLead[]
  lastAction: LeadAnswer['lastAction']
  nextFollowUp: ActionLog | null
  nextDraft: ActionLog | null
}

/** The one serializer of the standard answer, for create, update and get. Its lists are bounded; `truncated` names those that were cut. */
export function presentLead(snapshot: LeadSnapshot): LeadAnswer {
  const truncated: CutList[] = snapshot.hasOlderLogs ? ['actionLogs'] : []
  const cut = <Item>(name: CutList, items: readonly Item[]): Item[] => {
    const kept = cutList(name, items)
    if (kept.length < items.length) truncated.push(name)
    return [...kept]
  }
  const { lastAction } = snapshot
  return {
    lead: presentLeadFields(snapshot),
    status: leadStatus(shownRow(snapshot.lead, snapshot.suppressed), snapshot.checklist),
    suppressed: optOutOf(snapshot),
    checklistItems: presentChecklist(snapshot.lead.id, snapshot.checklist, snapshot.documents),
    documents: cut('documents', snapshot.documents.all),
    actionLogs: snapshot.actionLogs,
    matchingLeads: cut(
      'matchingLeads',
      snapshot.matches.map((match) => presentMatch(snapshot.lead, match)),
    ),
    lastAction: lastAction && {
      ...lastAction,
      toolCalls: cut('lastAction.toolCalls', lastAction.toolCalls),
    },
    nextFollowUp: snapshot.nextFollowUp,
    nextDraft: snapshot.nextDraft,
    ...(truncated.length > 0 ? { truncated } : {}),
  }
}

/** A lead's own members. */
export function presentLeadFields(read: ReadLead): Lead {
  const { lead, tags, activity, suppressed } = read
  const { zone, source, confidence, alternatives, basis } = zoneOf(read)
  const fields = presentFields(shownRow(lead, suppressed))
  fields.timezone = zone
  return {
    id: lead.id,
    workspaceId: lead.workspace_id,
    ...(fields as Pick<Lead, keyof typeof fieldAnswers>),
    optOutReason: optOutOf(read)?.reason ?? null,
    consent: presentState(read.consent),
    phoneVerifiedAt: isoTime(lead.phone_verified_at),
    timezoneSource: source,
    timezoneConfidence: confidence,
    timezoneAlternatives: alternatives,
    timezoneBasis: basis,
    isTest: lead.is_test,
    tags,
    activitySummary: activity && describeActivity(activity).summary,
    createdAt: lead.created_at.toISOString(),
    updatedAt: lastChange(read).toISOString(),
    deletedAt: isoTime(lead.deleted_at),
    ...(read.merged_into ? { mergedInto: read.merged_into } : {}),
  }
}

/** The last change of the lead, or of what the jobs found for it. */
function lastChange({ lead, activity }: Pick<ReadLead, 'lead' | 'activity'>): Date {
  const found = activity && new Date(activity.at)
  return found && found > lead.updated_at ? found : lead.updated_at
}

/** A lead among another's matches. */
export function presentMatch(lead: Contact, match: ReadLead): MatchingLead {
  return { ...presentLeadFields(match), matchedOn: matchedOn(lead, match.lead) }
}

/** The full checklist of a lead, in the order of the template. */
export function presentChecklist(
  leadId: string,
  checklist: LeadChecklist,
  documents: LeadDocuments,
): ChecklistGroup[] {
  return checklist.map(({ group, items }) => ({
    id: group.id,
    name: group.name,
    conditions: group.conditions,
    items: items.map(({ item, stored }) =>
      presentChecklistItem(leadChecklistItemId(leadId, item.id), item, stored, documents.ofItem(item.id)),
    ),
  }))
}

/** One item of a lead's checklist, under its id on that lead. */
export function presentChecklistItem(
  id: string,
  item: ChecklistItemRow,
  stored: StoredValue | undefined,
  documents: Document[] = [],
): ChecklistGroup['items'][number] {
  return {
    id,
    checklistItemId: item.id,
    value: stored?.value ?? null,
    status: stored?.status ?? 'TODO',
    itemOverride: stored?.override ?? null,
    alternateValues: stored?.alternates ?? null,
    validationError: stored?.error ?? null,
    checklistItem: {
      id: item.id,
      code: item.code,
      label: item.label,
      fieldType: item.field_type,
      isRequired: item.is_required,
      conditions: item.conditions,
      validationRules: item.validation_rules,
      agentInstructions: item.agent_instructions,
      clientInstructions: item.client_instructions,
      config: item.config,
    },
    ...(fileFieldTypes.has(item.field_type) ? { documents } : {}),
  }
}
