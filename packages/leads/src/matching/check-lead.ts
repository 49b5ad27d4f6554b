import { AppError } from '@intake/contracts/app-error'
import type { CheckLeadAnswer, CheckLeadRequest } from '@intake/contracts/check-lead'
import type { Db } from '@intake/database/create-database'
import { parsePhone } from '@intake/phone/parse-phone'
import { presentMatch } from '../lead/present-lead.ts'
import { findMatchIds, readLeads } from '../lead/read-leads.ts'
import { type Caller, requireScope } from '../workspace/authenticate.ts'
import type { ConfigurationCache } from '../workspace/configuration-cache.ts'

export interface CheckLeadContext {
  db: Db
  caller: Caller
  configuration: ConfigurationCache
}

/** The leads that a create with this phone and e-mail would match, without writing anything. A test key's matches none. */
export async function checkLead(ctx: CheckLeadContext, request: CheckLeadRequest): Promise<CheckLeadAnswer> {
  requireScope(ctx.caller, 'leads:read')
  const { workspaceId, isTest } = ctx.caller
  const workspace = await ctx.configuration.workspace(workspaceId)
  if (!workspace) throw new AppError('unauthorized', 'The workspace of this key no longer exists.')
  const { phoneNumber, email } = request
  const phone = phoneNumber === undefined ? null : parsePhone(phoneNumber, workspace.defaultRegion)
  const contact = { phone_e164: phone?.e164 ?? null, email_key: email?.toLowerCase() ?? null }
  const ids = await findMatchIds(ctx.db, { ...contact, workspace_id: workspaceId, is_test: isTest })
  const matches = await readLeads(ctx.db, workspaceId, ids)
  return {
    success: true,
    phoneNumber: contact.phone_e164 ?? phoneNumber ?? null,
    email: email ?? null,
    matchingLeads: matches.map((match) => presentMatch(contact, match)),
  }
}
