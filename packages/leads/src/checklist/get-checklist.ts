import type { ChecklistGroup } from '@intake/contracts/lead-answer'
import { readDocuments } from '../documents/read-documents.ts'
import type { ReadCtx } from '../lead/get-lead.ts'
import { withMerged } from '../lead/merged-leads.ts'
import { presentChecklist } from '../lead/present-lead.ts'
import { noSuchLead, readLead } from '../lead/read-leads.ts'
import { requireScope } from '../workspace/caller.ts'
import { leadChecklist } from './lead-checklist.ts'
import { readOneOffItems } from './read-one-off-items.ts'

/** The groups of a lead's checklist, as in the standard answer. Throws `not_found`. */
export async function getChecklist(ctx: ReadCtx, leadId: string): Promise<ChecklistGroup[]> {
  requireScope(ctx.caller, 'leads:read')
  const workspace = await ctx.configuration.workspace(ctx.caller.workspaceId)
  if (!workspace) throw noSuchLead()
  const read = await readLead(ctx, ctx.caller, leadId)
  const oneOffItems = await readOneOffItems(ctx.db, workspace.id, [leadId])
  const documents = await readDocuments(
    ctx.db,
    ctx.files,
    await withMerged(ctx.db, { workspaceId: workspace.id, leadId }),
  )
  return presentChecklist(
    leadId,
    leadChecklist(leadId, workspace.template, oneOffItems, read.lead.checklist),
    documents,
  )
}
