import { AppError } from '@intake/contracts/app-error'
import type { GetLeadAnswer } from '@intake/contracts/lead-answer'
import type { Db } from '@intake/database/create-database'
import type { FileSigner } from '../documents/file-signer.ts'
import { type Caller, requireScope } from '../workspace/authenticate.ts'
import type { ConfigurationCache } from '../workspace/configuration-cache.ts'
import { presentCallingWindow } from './present-calling-window.ts'
import { readLeadAnswer } from './read-lead-answer.ts'
import { readLeads } from './read-leads.ts'

export interface GetLeadContext {
  db: Db
  caller: Caller
  configuration: ConfigurationCache
  files: FileSigner
}

/** The standard answer for one lead, deleted ones too. Throws `not_found` for an id of no lead of the caller's workspace. */
export async function getLead(ctx: GetLeadContext, leadId: string): Promise<GetLeadAnswer> {
  requireScope(ctx.caller, 'leads:read')
  const { workspaceId } = ctx.caller
  const [tagged] = await readLeads(ctx.db, workspaceId, [leadId])
  const workspace = await ctx.configuration.workspace(workspaceId)
  if (!tagged || !workspace) throw new AppError('not_found', 'There is no such lead.')
  const answer = await readLeadAnswer(ctx.db, ctx.files, tagged, workspace.template)
  return { ...answer, callingWindow: presentCallingWindow(tagged.lead, workspace.callingHours, new Date()) }
}
