import type { Db } from '@intake/database/create-database'
import type { LeadRow } from '@intake/database/tables'
import { sql } from 'kysely'

export interface TaggedLead {
  lead: LeadRow
  tags: string[]
}

export const maxMatches = 100

/** Leads by id with their tags in order; ids that don't exist are left out, the order is the ids'. */
export async function readLeads(db: Db, workspaceId: string, ids: readonly string[]): Promise<TaggedLead[]> {
  if (ids.length === 0) return []
  const leads = await db
    .selectFrom('leads')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', 'in', ids)
    .execute()
  const tags = await readTags(db, workspaceId, ids)
  const byId = new Map(leads.map((lead) => [lead.id, lead]))
  return ids.flatMap((id) => {
    const lead = byId.get(id)
    return lead ? [{ lead, tags: tags.get(id) ?? [] }] : []
  })
}

/** Whether the workspace has this lead, deleted or not. */
export async function hasLead(db: Db, workspaceId: string, id: string): Promise<boolean> {
  const row = await db
    .selectFrom('leads')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row !== undefined
}

async function readTags(
  db: Db,
  workspaceId: string,
  leadIds: readonly string[],
): Promise<Map<string, string[]>> {
  const rows = await db
    .selectFrom('lead_tags')
    .innerJoin('tags', (join) =>
      join
        .onRef('tags.workspace_id', '=', 'lead_tags.workspace_id')
        .onRef('tags.id', '=', 'lead_tags.tag_id'),
    )
    .select(['lead_tags.lead_id', 'tags.name'])
    .where('lead_tags.workspace_id', '=', workspaceId)
    .where('lead_tags.lead_id', 'in', leadIds)
    .orderBy('lead_tags.position')
    .execute()
  const byLead = new Map<string, string[]>()
  for (const row of rows) byLead.set(row.lead_id, [...(byLead.get(row.lead_id) ?? []), row.name])
  return byLead
}

/** A lead, or what is known of one before it is stored. */
export type MatchSubject = Pick<LeadRow, 'workspace_id' | 'phone_e164' | 'email_key' | 'is_test'> &
  Partial<Pick<LeadRow, 'id' | 'deleted_at'>>

/** Ids of the newest 100 leads with the same phone or e-mail; none for test or deleted leads. */
export async function findMatchIds(db: Db, lead: MatchSubject): Promise<string[]> {
  if (lead.is_test || lead.deleted_at) return []
  const itself = lead.id ?? '00000000-0000-0000-0000-000000000000'
  const { rows } = await sql<{ id: string }>`
    (select id from leads where workspace_id = ${lead.workspace_id} and phone_e164 = ${lead.phone_e164}
       and deleted_at is null and not is_test and id <> ${itself} order by id desc limit ${sql.lit(maxMatches)})
    union
    (select id from leads where workspace_id = ${lead.workspace_id} and email_key = ${lead.email_key}
       and deleted_at is null and not is_test and id <> ${itself} order by id desc limit ${sql.lit(maxMatches)})
    order by id desc limit ${sql.lit(maxMatches)}`.execute(db)
  return rows.map((row) => row.id)
}
