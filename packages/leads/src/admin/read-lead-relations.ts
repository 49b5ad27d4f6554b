import type { Suppression } from '@intake/contracts/suppressions'
import { presentMerge, readMerge } from '../lead/merge-leads.ts'
import { maxMerged } from '../lead/merged-leads.ts'
import { listSuppressions } from '../suppression/list-suppressions.ts'
import type { SearchContext } from './search-leads.ts'

export type LeadMerge = ReturnType<typeof presentMerge>

export interface SentDelivery {
  id: string
  endpointId: string
  event: string
  status: string
  attempts: number
  createdAt: Date
  deliveredAt: Date | null
}

export interface LeadRelations {
  /** What it came in by, oldest first, at most 20; none for calls of the API. */
  submissions: { id: string; status: string; receivedAt: Date }[]
  /** What was told of it, oldest first, at most 50. */
  deliveries: SentDelivery[]
  /** What holds, or held, for it, its number, its address and that address's domain; newest first, at most 60. */
  suppressions: Suppression[]
  /** The merge that made it part of another lead; null for none. */
  mergedInto: LeadMerge | null
  /** Merges that made others part of it, newest first, at most 50. */
  merged: LeadMerge[]
}

const mostSubmissions = 20
const mostDeliveries = 50
const mostSuppressions = 20

/** What belongs to a lead besides its own answer. The caller has put on record that it is read. */
export async function readLeadRelations(
  ctx: SearchContext,
  lead: { workspaceId: string; leadId: string; phone: string | null; email: string | null; isTest: boolean },
): Promise<LeadRelations> {
  const { db } = ctx
  const { workspaceId, leadId } = lead
  const submissions = await db
    .selectFrom('submissions')
    .select(['id', 'status', 'received_at as receivedAt'])
    .where('workspace_id', '=', workspaceId)
    .where('lead_id', '=', leadId)
    .orderBy('id')
    .limit(mostSubmissions)
    .execute()
  const deliveries = await db
    .selectFrom('webhook_deliveries')
    .select(['id', 'endpoint_id as endpointId', 'event', 'status', 'attempts'])
    .select(['created_at as createdAt', 'delivered_at as deliveredAt'])
    .where('workspace_id', '=', workspaceId)
    .where('lead_id', '=', leadId)
    .orderBy('ord')
    .limit(mostDeliveries)
    .execute()
  const merge = await readMerge(db, workspaceId, leadId)
  const merged = await db
    .selectFrom('lead_merges')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('into_id', '=', leadId)
    .orderBy('merged_at', 'desc')
    .limit(maxMerged)
    .execute()
  return {
    submissions,
    deliveries,
    suppressions: await suppressionsOf(ctx, lead),
    mergedInto: merge && presentMerge(merge),
    merged: merged.map(presentMerge),
  }
}

/** A test lead has its own alone: what holds for a contact holds for live leads. */
async function suppressionsOf(
  ctx: SearchContext,
  { workspaceId, leadId, phone, email, isTest }: Parameters<typeof readLeadRelations>[1],
): Promise<Suppression[]> {
  const workspace = await ctx.configuration.workspace(workspaceId)
  if (!workspace) return []
  const found = new Map<string, Suppression>()
  for (const of of [{ leadId }, !isTest && phone && { phoneNumber: phone }, !isTest && email && { email }]) {
    if (!of) continue
    const query = { ...of, limit: mostSuppressions }
    const { suppressions } = await listSuppressions({ ...ctx, workspace, requestId: null }, query)
    for (const one of suppressions) found.set(one.id, one)
  }
  return [...found.values()].sort((a, b) => (a.id < b.id ? 1 : -1))
}
