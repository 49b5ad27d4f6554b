import type { Db } from '@intake/database/create-database'
import type { LeadRow } from '@intake/database/tables'
import { sql } from 'kysely'
import { tagOf } from './tags.ts'

/** Makes these the lead's tags, in this order; none removes all. Tags are made in order, so that two calls don't deadlock. */
export async function replaceTags(trx: Db, lead: LeadRow, tags: readonly string[]): Promise<void> {
  const { workspace_id, id } = lead
  await trx
    .deleteFrom('lead_tags')
    .where('workspace_id', '=', workspace_id)
    .where('lead_id', '=', id)
    .execute()
  if (tags.length === 0) return
  const rows = tags.map((name, position) => ({ ...tagOf(workspace_id, name), position }))
  const input = JSON.stringify(rows)
  await sql`
    insert into tags (workspace_id, id, name, tag_key)
    select ${workspace_id}::uuid, id, name, key
    from jsonb_to_recordset(${input}::jsonb) as t (id uuid, name text, key text)
    order by key on conflict do nothing`.execute(trx)
  await sql`
    insert into lead_tags (workspace_id, lead_id, tag_id, position)
    select ${workspace_id}::uuid, ${id}::uuid, t.id, t.position
    from jsonb_to_recordset(${input}::jsonb) as t (id uuid, position smallint)`.execute(trx)
}
