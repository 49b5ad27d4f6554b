import { AppError } from '@intake/contracts/app-error'
import type { CheckLeadAnswer, CheckLeadRequest } from '@intake/contracts/check-lead'
import { readEmail } from '@intake/contracts/read-email'
import { phoneE164 } from '@intake/phone/phone-e164'
import { presentMatch } from '../lead/present-lead.ts'
import { readLeads } from '../lead/read-leads.ts'
import { requireScope } from '../workspace/caller.ts'
import type { Ctx } from '../workspace/ctx.ts'
import { findMatchIds } from './find-matches.ts'
import { readContact } from './read-contact.ts'

/** The leads that a create with this phone and e-mail would match, without writing anything. A test key's matches none. */
export async function checkLead(
  ctx: Pick<Ctx, 'db' | 'sealer' | 'caller' | 'configuration'>,
  request: CheckLeadRequest,
): Promise<CheckLeadAnswer> {
  requireScope(ctx.caller, 'leads:read')
  const { workspaceId, isTest } = ctx.caller
  const workspace = await ctx.configuration.workspace(workspaceId)
  if (!workspace) throw new AppError('unauthorized', 'The workspace of this key no longer exists.')
  const { phoneNumber = null, email = null } = request
  const contact = readContact(request, workspace)
  const ids = await findMatchIds(ctx.db, { ...contact, workspace_id: workspaceId, is_test: isTest })
  const matches = await readLeads(ctx, workspaceId, ids)
  return {
    success: true,
    phoneNumber: phoneNumber && (phoneE164(phoneNumber, workspace.defaultRegion) ?? phoneNumber),
    email: email && readEmail(email).email,
    matchingLeads: matches.map((match) => presentMatch(contact, match)),
  }
}
