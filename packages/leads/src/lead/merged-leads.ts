import type { Db } from '@intake/database/create-database'
import { sql } from 'kysely'

/** A lead, and those whose timeline and documents show as its own: they were merged into it. */
export interface LeadKey {
  workspaceId: string
  leadId: string
  /** None unless given. */
  mergedIds?: readonly string[]
}

/** Leads that one lead stands for at most, itself included. */
export const maxMerged = 50

/** The leads that were merged into one, at first or second hand; one more than {@link maxMerged} at most. */
export async function readMergedIds(db: Db, { workspaceId, leadId }: LeadKey): Promise<string[]> {
  const found: string[] = []
  for (let into = [leadId]; into.length > 0 && found.length <= maxMerged; ) {
    const rows = await db
      .selectFrom('lead_merges')
      .select('lead_id')
      .where('workspace_id', '=', workspaceId)
      .where('into_id', 'in', into)
      .limit(maxMerged + 1)
      .execute()
    into = rows.map((row) => row.lead_id)
    found.push(...into)
  }
  return found
}

/** The key of a lead with those that were merged into it. */
export async function withMerged(db: Db, key: LeadKey): Promise<LeadKey> {
  return { ...key, mergedIds: await readMergedIds(db, key) }
}

/** SQL: whether a column names the lead of a key, or one that was merged into it. One alone keeps the order of its index. */
export function isOfLead(column: string, { leadId, mergedIds = [] }: LeadKey) {
  return mergedIds.length === 0
    ? sql<boolean>`${sql.ref(column)} = ${leadId}`
    : sql<boolean>`${sql.ref(column)} = any(${[leadId, ...mergedIds]}::uuid[])`
}

/** The lead that a lead was merged into in the end; itself where it wasn't. */
export async function finalLeadId(db: Db, { workspaceId, leadId }: LeadKey): Promise<string> {
  let id = leadId
  for (let hops = 0; hops < maxMerged; hops++) {
    const row = await db
      .selectFrom('lead_merges')
      .select('into_id')
      .where('workspace_id', '=', workspaceId)
      .where('lead_id', '=', id)
      .executeTakeFirst()
    if (!row) return id
    id = row.into_id
  }
  return id
}
