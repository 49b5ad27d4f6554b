import { AppError } from '@intake/contracts/app-error'
import type { ChecklistGroup } from '@intake/contracts/lead-answer'
import { readDocuments } from '../documents/read-documents.ts'
import type { GetLeadContext } from '../lead/get-lead.ts'
import { presentChecklist } from '../lead/present-lead.ts'
import { hasLead } from '../lead/read-leads.ts'
import { requireScope } from '../workspace/authenticate.ts'
import { leadChecklist } from './lead-checklist.ts'
import { readChecklistValues, readOneOffItems } from './read-checklist.ts'

/** The groups of a lead's checklist, as in the standard answer. Throws `not_found`. */
export async function getChecklist(ctx: GetLeadContext, leadId: string): Promise<ChecklistGroup[]> {
  requireScope(ctx.caller, 'leads:read')
  const workspace = await ctx.configuration.workspace(ctx.caller.workspaceId)
  if (!workspace || !(await hasLead(ctx.db, workspace.id, leadId)))
    throw new AppError('not_found', 'There is no such lead.')
  const oneOffItems = await readOneOffItems(ctx.db, workspace.id, [leadId])
  const values = await readChecklistValues(ctx.db, workspace.id, [leadId])
  const stored = values.get(leadId) ?? new Map()
  const documents = await readDocuments(ctx.db, ctx.files, { workspaceId: workspace.id, leadId })
  return presentChecklist(leadId, leadChecklist(leadId, workspace.template, oneOffItems, stored), documents)
}
