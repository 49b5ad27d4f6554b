import type { Db } from '@intake/database/create-database'
import { sql } from 'kysely'
import { tagOf } from './tags.ts'

/** Makes tags that the workspace doesn't have yet; in one order everywhere, so that two calls don't deadlock. Answers the ids, in the order of the names. */
export async function putTags(trx: Db, workspaceId: string, names: readonly string[]): Promise<string[]> {
  if (names.length === 0) return []
  const tags = names.map((name) => tagOf(workspaceId, name))
  await sql`
    insert into tags (workspace_id, id, name, tag_key)
    select ${workspaceId}::uuid, id, name, key
    from jsonb_to_recordset(${JSON.stringify(tags)}::jsonb) as t (id uuid, name text, key text)
    order by key on conflict do nothing`.execute(trx)
  return tags.map(({ id }) => id)
}

/** Makes the index "leads with this tag" agree with a lead's `tag_ids`, which the caller writes; null is none. */
export async function indexTags(
  trx: Db,
  lead: { workspace_id: string; id: string },
  before: readonly string[] | null,
  after: readonly string[] | null,
): Promise<void> {
  const gone = (before ?? []).filter((id) => !after?.includes(id))
  const fresh = (after ?? []).filter((id) => !before?.includes(id))
  if (gone.length > 0)
    await trx
      .deleteFrom('lead_tags')
      .where('workspace_id', '=', lead.workspace_id)
      .where('tag_id', 'in', gone)
      .where('lead_id', '=', lead.id)
      .execute()
  if (fresh.length > 0)
    await trx
      .insertInto('lead_tags')
      .values(fresh.map((tag_id) => ({ workspace_id: lead.workspace_id, tag_id, lead_id: lead.id })))
      .execute()
}
