import type { Lead } from '@intake/contracts/lead'
import type { Db } from '@intake/database/create-database'
import { validate } from 'uuid'
import type { Acting } from '../audit/actor.ts'
import { recordAudit } from '../audit/record-audit.ts'
import { findListed, type ListFilters } from '../lead/find-listed.ts'
import { presentLeadFields } from '../lead/present-lead.ts'
import { readLeads } from '../lead/read-leads.ts'
import type { Sealer } from '../sealing/sealer.ts'
import type { ConfigurationCache, WorkspaceConfiguration } from '../workspace/configuration-cache.ts'
import { findLeadsByName } from './find-leads-by-name.ts'

export interface SearchContext {
  db: Db
  sealer: Sealer
  configuration: ConfigurationCache
}

const looksLikePhone = /^\+?[\d\s().\-/]{5,}$/

/**
 * For operators: leads of a workspace by whatever a person has of them: id, e-mail, phone, id in another system, or part of
 * a name; without any, the newest. At most `limit`, newest first. A deleted lead is found by its id, and by the others but its name where
 * `isDeleted` asks for such. Which were shown is put on record.
 */
export async function searchLeads(
  ctx: SearchContext & Acting,
  {
    workspaceId,
    text,
    limit,
    isDeleted = false,
  }: { workspaceId: string; text: string; limit: number; isDeleted?: boolean },
): Promise<Lead[]> {
  const workspace = await ctx.configuration.workspace(workspaceId)
  if (!workspace) return []
  const ids = await findIds(ctx.db, workspace, { text: text.trim(), limit, isDeleted })
  const leads = (await readLeads(ctx, workspaceId, ids)).map(presentLeadFields)
  await recordListed(ctx, workspaceId, leads)
  return leads
}

/** Puts on record that an operator was shown leads of a list, newest first. */
export async function recordListed(
  ctx: SearchContext & Acting,
  workspaceId: string,
  leads: readonly { id: string }[],
): Promise<void> {
  if (leads.length === 0) return
  await recordAudit(ctx, {
    workspaceId,
    action: 'leads.listed',
    subject: { type: 'workspace', id: workspaceId },
    details: { leads: leads.length, newest: leads[0]?.id, oldest: leads.at(-1)?.id },
  })
}

async function findIds(
  db: Db,
  workspace: WorkspaceConfiguration,
  { text, limit, isDeleted }: { text: string; limit: number; isDeleted: boolean },
): Promise<string[]> {
  const list = async (filters: ListFilters) =>
    (await findListed(db, workspace, { ...filters, isDeleted }, null, limit)).map((row) => row.id)
  if (text === '') return list({})
  if (validate(text)) return [text.toLowerCase()]
  if (text.includes('@')) return list({ email: text.toLowerCase() })
  const byPhone = looksLikePhone.test(text) ? await list({ phoneNumber: text }) : []
  if (byPhone.length > 0) return byPhone
  const external = await list({ externalLeadId: text })
  return external.length > 0 || isDeleted
    ? external
    : findLeadsByName({ db }, { workspaceId: workspace.id, name: text, limit })
}
