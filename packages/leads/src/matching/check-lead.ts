import { AppError } from '@intake/contracts/app-error'
import type { CheckLeadAnswer, CheckLeadRequest } from '@intake/contracts/check-lead'
import { presentMatch } from '../lead/present-lead.ts'
import { readLeads } from '../lead/read-leads.ts'
import { requireScope } from '../workspace/caller.ts'
import type { Ctx } from '../workspace/ctx.ts'
import { emailKey, phoneColumns } from './contact-keys.ts'
import { findMatchIds } from './find-matches.ts'

/** The leads that a create with this phone and e-mail would match, without writing anything. A test key's matches none. */
export async function checkLead(
  ctx: Pick<Ctx, 'db' | 'caller' | 'configuration'>,
  request: CheckLeadRequest,
): Promise<CheckLeadAnswer> {
  requireScope(ctx.caller, 'leads:read')
  const { workspaceId, isTest } = ctx.caller
  const workspace = await ctx.configuration.workspace(workspaceId)
  if (!workspace) throw new AppError('unauthorized', 'The workspace of this key no longer exists.')
  const { phoneNumber = null, email = null } = request
  const { phone_key, phone_e164 } = phoneColumns(phoneNumber, workspace.defaultRegion)
  const contact = { phone_key, email_key: emailKey(email) }
  const ids = await findMatchIds(ctx.db, { ...contact, workspace_id: workspaceId, is_test: isTest })
  const matches = await readLeads(ctx.db, workspaceId, ids)
  return {
    success: true,
    phoneNumber: phone_e164 ?? phoneNumber,
    email,
    matchingLeads: matches.map((match) => presentMatch(contact, match)),
  }
}
