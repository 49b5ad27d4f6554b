import { AppError } from '@intake/contracts/app-error'
import type { GetLeadAnswer } from '@intake/contracts/lead-answer'
import { requireScope } from '../workspace/caller.ts'
import type { Ctx } from '../workspace/ctx.ts'
import { zoneOf } from './lead-zone.ts'
import { presentCallingWindow } from './present-calling-window.ts'
import { readLeadAnswer } from './read-lead-answer.ts'
import { readLeads } from './read-leads.ts'

/** What the reading verbs work with. */
export type ReadCtx = Pick<Ctx, 'db' | 'caller' | 'configuration' | 'files'>

/** The standard answer for one lead, deleted ones too. Throws `not_found` for an id of no lead of the caller's workspace. */
export async function getLead(ctx: ReadCtx, leadId: string): Promise<GetLeadAnswer> {
  requireScope(ctx.caller, 'leads:read')
  const { workspaceId } = ctx.caller
  const [read] = await readLeads(ctx.db, workspaceId, [leadId])
  const workspace = await ctx.configuration.workspace(workspaceId)
  if (!read || !workspace) throw new AppError('not_found', 'There is no such lead.')
  const answer = await readLeadAnswer(ctx.db, ctx.files, read, workspace.template)
  return { ...answer, callingWindow: presentCallingWindow(zoneOf(read), workspace.callingHours, new Date()) }
}
