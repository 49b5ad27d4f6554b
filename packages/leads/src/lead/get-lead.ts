import type { GetLeadAnswer } from '@intake/contracts/lead-answer'
import { requireScope } from '../workspace/caller.ts'
import type { Ctx } from '../workspace/ctx.ts'
import { zoneOf } from './lead-zone.ts'
import { presentCallingWindow } from './present-calling-window.ts'
import { readLeadAnswer } from './read-lead-answer.ts'
import { noSuchLead, readLead } from './read-leads.ts'

/** What the reading verbs work with. */
export type ReadCtx = Pick<Ctx, 'db' | 'caller' | 'configuration' | 'files'>

/** The standard answer for one lead, deleted ones too. Throws `not_found` for a lead that the caller may not know of. */
export async function getLead(ctx: ReadCtx, leadId: string): Promise<GetLeadAnswer> {
  requireScope(ctx.caller, 'leads:read')
  const read = await readLead(ctx.db, ctx.caller, leadId)
  const workspace = await ctx.configuration.workspace(ctx.caller.workspaceId)
  if (!workspace) throw noSuchLead()
  const answer = await readLeadAnswer(ctx.db, ctx.files, read, workspace.template)
  return { ...answer, callingWindow: presentCallingWindow(zoneOf(read), workspace.callingHours, new Date()) }
}
