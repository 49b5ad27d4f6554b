import { fileFieldTypes } from '@intake/contracts/checklist'
import type { Lead, MatchField, MatchingLead } from '@intake/contracts/lead'
import type { ActionLog, ChecklistGroup, Document, LeadAnswer } from '@intake/contracts/lead-answer'
import type { ChecklistItemRow, LeadRow } from '@intake/database/tables'
import { type LeadChecklist, leadChecklistItemId, type StoredValue } from '../checklist/lead-checklist.ts'
import { leadStatus } from '../checklist/lead-status.ts'
import type { LeadDocuments } from '../documents/read-documents.ts'
import type { TaggedLead } from './read-leads.ts'

/** All that the standard answer is made of. */
export interface LeadSnapshot extends TaggedLead {
  checklist: LeadChecklist
  documents: LeadDocuments
  /** Newest first, at most 100. */
  actionLogs: ActionLog[]
  /** Newest first, at most 100. */
  matches: TaggedLead[]
  lastAction: LeadAnswer['lastAction']
  nextFollowUp: ActionLog | null
  nextDraft: ActionLog | null
}

/** The one serializer of the standard answer, for create, update and get. */
export function presentLead(snapshot: LeadSnapshot): LeadAnswer {
  return {
    lead: presentLeadFields(snapshot),
    status: leadStatus(snapshot.lead, snapshot.checklist),
    checklistItems: presentChecklist(snapshot.lead.id, snapshot.checklist, snapshot.documents),
    documents: snapshot.documents.all,
    actionLogs: snapshot.actionLogs,
    matchingLeads: snapshot.matches.map((match) => presentMatch(snapshot.lead, match)),
    lastAction: snapshot.lastAction,
    nextFollowUp: snapshot.nextFollowUp,
    nextDraft: snapshot.nextDraft,
  }
}

/** A lead's own members. A phone that couldn't be parsed is answered as it was given. */
export function presentLeadFields({ lead, tags }: TaggedLead): Lead {
  const createdAt = lead.created_at.toISOString()
  return {
    id: lead.id,
    workspaceId: lead.workspace_id,
    firstName: lead.first_name,
    middleName: lead.middle_name,
    lastName: lead.last_name,
    businessName: lead.business_name,
    email: lead.email,
    emailVerifiedAt: time(lead.email_verified_at),
    phoneNumber: lead.phone_e164 ?? lead.phone_raw,
    phoneVerifiedAt: time(lead.phone_verified_at),
    externalLeadId: lead.external_lead_id,
    externalPortalLink: lead.external_portal_link,
    website: lead.website,
    timezone: lead.timezone,
    timezoneSource: lead.timezone_source,
    timezoneConfidence: lead.timezone_confidence,
    timezoneAlternatives: lead.timezone_inference?.alternatives ?? [],
    timezoneBasis: lead.timezone_inference?.basis ?? null,
    assigneeType: lead.assignee_type,
    didOptOut: lead.opt_out_at !== null,
    optOutAt: time(lead.opt_out_at),
    source: lead.source,
    isTest: lead.is_test,
    tags,
    activitySummary: lead.activity_summary,
    submittedAt: time(lead.submitted_at),
    createdAt,
    updatedAt: lead.updated_at === lead.created_at ? createdAt : lead.updated_at.toISOString(),
    deletedAt: time(lead.deleted_at),
  }
}

function time(at: Date | null): string | null {
  return at === null ? null : at.toISOString()
}

/** What two leads can have in common. */
export type Contact = Pick<LeadRow, 'phone_e164' | 'email_key'>

/** Which of phone and e-mail two leads share. */
export function matchedOn(a: Contact, b: Contact): MatchField[] {
  const shared: MatchField[] = []
  if (a.phone_e164 !== null && a.phone_e164 === b.phone_e164) shared.push('phone')
  if (a.email_key !== null && a.email_key === b.email_key) shared.push('email')
  return shared
}

/** A lead among another's matches. */
export function presentMatch(lead: Contact, match: TaggedLead): MatchingLead {
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
    itemOverride: stored?.item_override ?? null,
    alternateValues: stored?.alternate_values ?? null,
    validationError: stored?.validation_error ?? null,
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
