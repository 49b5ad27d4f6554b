import { AppError } from '@intake/contracts/app-error'
import type { GetLeadAnswer } from '@intake/contracts/lead-answer'
import type { Db } from '@intake/database/create-database'
import { type Caller, requireScope } from './authenticate.ts'
import { leadChecklist } from './checklist/lead-checklist.ts'
import type { ConfigurationCache } from './configuration-cache.ts'
import { presentCallingWindow } from './present-calling-window.ts'
import { presentLead } from './present-lead.ts'
import { readActionLogs, readLastAction, readNextDraft, readNextFollowUp } from './read-action-logs.ts'
import { readChecklistValues, readOneOffItems } from './read-checklist.ts'
import { findMatchIds, readLeads } from './read-leads.ts'

export interface GetLeadContext {
  db: Db
  caller: Caller
  configuration: ConfigurationCache
}

/** The standard answer for one lead. Throws `not_found` for an id of no lead of the caller's workspace. */
export async function getLead(ctx: GetLeadContext, leadId: string): Promise<GetLeadAnswer> {
  requireScope(ctx.caller, 'leads:read')
  const { workspaceId } = ctx.caller
  const [tagged] = await readLeads(ctx.db, workspaceId, [leadId])
  const workspace = await ctx.configuration.workspace(workspaceId)
  if (!tagged || !workspace) throw new AppError('not_found', 'There is no such lead.')
  const key = { workspaceId, leadId }
  const [oneOffItems, values, actionLogs, lastAction, nextFollowUp, nextDraft, matchIds] = await Promise.all([
    readOneOffItems(ctx.db, workspaceId, [leadId]),
    readChecklistValues(ctx.db, workspaceId, [leadId]),
    readActionLogs(ctx.db, key),
    readLastAction(ctx.db, key),
    readNextFollowUp(ctx.db, key),
    readNextDraft(ctx.db, key),
    findMatchIds(ctx.db, tagged.lead),
  ])
  const answer = presentLead({
    ...tagged,
    checklist: leadChecklist(leadId, workspace.template, oneOffItems, values.get(leadId) ?? new Map()),
    actionLogs,
    lastAction,
    nextFollowUp,
    nextDraft,
    matches: await readLeads(ctx.db, workspaceId, matchIds),
  })
  return { ...answer, callingWindow: presentCallingWindow(tagged.lead, workspace.callingHours, new Date()) }
}
