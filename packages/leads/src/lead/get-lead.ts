import type { GetLeadAnswer } from '@intake/contracts/lead-answer'
import { isSuppressedChannel, optOutOf } from '../suppression/opt-out.ts'
import { requireScope } from '../workspace/caller.ts'
import type { Ctx } from '../workspace/ctx.ts'
import { zoneOf } from './lead-zone.ts'
import { presentCallingWindow } from './present-calling-window.ts'
import { readLeadAnswer } from './read-lead-answer.ts'
import { noSuchLead, readLead } from './read-leads.ts'

/** What the reading verbs work with. */
export type ReadCtx = Pick<Ctx, 'db' | 'sealer' | 'caller' | 'configuration' | 'files'>

/** The standard answer for one lead, deleted ones too. Throws `not_found` for a lead that the caller may not know of. */
export async function getLead(ctx: ReadCtx, leadId: string): Promise<GetLeadAnswer> {
  requireScope(ctx.caller, 'leads:read')
  const read = await readLead(ctx, ctx.caller, leadId)
  const workspace = await ctx.configuration.workspace(ctx.caller.workspaceId)
  if (!workspace) throw noSuchLead()
  const answer = await readLeadAnswer(ctx, read, workspace.template)
  const channels = optOutOf(read)?.channels ?? []
  const callingWindow = presentCallingWindow(zoneOf(read), workspace.callingHours, new Date())
  const isClosed = callingWindow && isSuppressedChannel('call', channels)
  return {
    ...answer,
    callingWindow: isClosed ? { ...callingWindow, open: false, opensAt: null } : callingWindow,
  }
}
