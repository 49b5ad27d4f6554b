import type { LeadAnswer } from '@intake/contracts/lead-answer'
import { leadChecklist } from '../checklist/lead-checklist.ts'
import { readOneOffItems } from '../checklist/read-one-off-items.ts'
import type { ChecklistTemplate } from '../checklist/template.ts'
import { readDocuments } from '../documents/read-documents.ts'
import { findMatchIds } from '../matching/find-matches.ts'
import { matchesNamedBy } from '../timeline/match-note.ts'
import {
  readActionLogs,
  readLastAction,
  readNextDraft,
  readNextFollowUp,
} from '../timeline/read-action-logs.ts'
import { maxListed } from './cut-list.ts'
import type { AnswerStore } from './lead-store.ts'
import { withMerged } from './merged-leads.ts'
import { presentLead } from './present-lead.ts'
import { type ReadLead, readLeads } from './read-leads.ts'

/** The standard answer for a lead as it is stored. One query after the other, so that it takes a single connection. */
export async function readLeadAnswer(
  { db, sealer, files }: AnswerStore,
  read: ReadLead,
  template: ChecklistTemplate,
): Promise<LeadAnswer> {
  const { lead } = read
  const { workspace_id: workspaceId, id: leadId } = lead
  const key = await withMerged(db, { workspaceId, leadId })
  const oneOffItems = await readOneOffItems(db, workspaceId, [leadId])
  const documents = await readDocuments(db, files, key, { limit: maxListed + 1 })
  const { actionLogs, isMore: hasOlderLogs } = await readActionLogs(db, key, documents)
  return presentLead({
    ...read,
    checklist: leadChecklist(leadId, template, oneOffItems, lead.checklist),
    documents,
    actionLogs,
    hasOlderLogs,
    lastAction: await readLastAction(db, key, documents),
    nextFollowUp: await readNextFollowUp(db, key, documents),
    nextDraft: await readNextDraft(db, key, documents),
    matches: await readLeads({ db, sealer }, workspaceId, await findMatchIds(db, lead)),
  })
}

/** The leads that a standard answer shows or names, its own first. */
export function leadsShownBy({ lead, matchingLeads, actionLogs }: LeadAnswer): string[] {
  const others = [...matchingLeads.map(({ id }) => id), ...actionLogs.flatMap(matchesNamedBy)]
  return [...new Set([lead.id, ...others])]
}
