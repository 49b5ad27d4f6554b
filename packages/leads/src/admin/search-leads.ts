import type { Lead } from '@intake/contracts/lead'
import type { Db } from '@intake/database/create-database'
import { validate } from 'uuid'
import type { Acting } from '../audit/actor.ts'
import { recordAudit } from '../audit/record-audit.ts'
import { findListed, type ListFilters } from '../lead/find-listed.ts'
import { presentLeadFields } from '../lead/present-lead.ts'
import { readLeads } from '../lead/read-leads.ts'
import type { Sealer } from '../sealing/sealer.ts'
import { findByWords } from '../searching/find-by-words.ts'
import type { ConfigurationCache, WorkspaceConfiguration } from '../workspace/configuration-cache.ts'
import { findLeadsByName } from './find-leads-by-name.ts'

export interface SearchContext {
  db: Db
  sealer: Sealer
  configuration: ConfigurationCache
}

export interface FoundLeads {
  /** Newest first. */
  leads: Lead[]
  /** Names were looked for among all leads; among the newest 20,000 otherwise. */
  isWholeByName: boolean
  /** So many leads have such a name that not all were looked at. */
  isPartial: boolean
}

const looksLikePhone = /^\+?[\d\s().\-/]{5,}$/

/**
 * For operators: leads of a workspace by whatever a person has of them: id, e-mail, phone, id in another system, or part of
 * a name; without any, the newest. At most `limit`, newest first. Where the workspace has leads found by name, also by the beginning of an e-mail and
 * the last digits of a phone. A deleted lead is found by its id, and by the others but its name where `isDeleted` asks for such. Which were shown is
 * put on record.
 */
export async function searchLeads(
  ctx: SearchContext & Acting,
  {
    workspaceId,
    text,
    limit,
    isDeleted = false,
  }: { workspaceId: string; text: string; limit: number; isDeleted?: boolean },
): Promise<FoundLeads> {
  const workspace = await ctx.configuration.workspace(workspaceId)
  if (!workspace) return { leads: [], isWholeByName: true, isPartial: false }
  const { ids, isPartial } = await findIds(ctx.db, workspace, { text: text.trim(), limit, isDeleted })
  const leads = (await readLeads(ctx, workspaceId, ids)).map(presentLeadFields)
  await recordListed(ctx, workspaceId, leads)
  return { leads, isWholeByName: workspace.isSearchedByName, isPartial }
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
): Promise<{ ids: string[]; isPartial: boolean }> {
  const exact = await findExact(db, workspace, { text, limit, isDeleted })
  if (exact.length > 0 || text === '' || isDeleted) return { ids: exact, isPartial: false }
  const { id: workspaceId } = workspace
  if (workspace.isSearchedByName) return findByWords({ db }, { workspaceId, text, limit })
  if (text.includes('@')) return { ids: [], isPartial: false }
  return { ids: await findLeadsByName({ db }, { workspaceId, name: text, limit }), isPartial: false }
}

async function findExact(
  db: Db,
  workspace: WorkspaceConfiguration,
  { text, limit, isDeleted }: { text: string; limit: number; isDeleted: boolean },
): Promise<string[]> {
  const list = async (filters: ListFilters) =>
    (await findListed(db, workspace, { ...filters, isDeleted }, { after: null }, limit)).map((row) => row.id)
  if (text === '') return list({})
  if (validate(text)) return [text.toLowerCase()]
  if (text.includes('@')) return list({ email: text.toLowerCase() })
  const byPhone = looksLikePhone.test(text) ? await list({ phoneNumber: text }) : []
  return byPhone.length > 0 ? byPhone : list({ externalLeadId: text })
}
