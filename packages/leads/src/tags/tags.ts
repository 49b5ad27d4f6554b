import { tagKey } from '@intake/contracts/create-lead'
import type { Db } from '@intake/database/create-database'
import { sql } from 'kysely'
import { LRUCache } from 'lru-cache'
import { deriveId } from '../ids/derive-id.ts'

/** A tag's row. */
export interface Tag {
  id: string
  name: string
  key: string
}

/** Spellings of tags by id, as their workspaces saw them first. They never change, so what was read once stays in memory. */
export type TagSpellings = Pick<Map<string, string>, 'get'> & { set(id: string, name: string): unknown }

/** Holds at most `remembered` spellings; the rest is read again when needed. */
export function createTagSpellings(remembered = 50_000): TagSpellings {
  return new LRUCache<string, string>({ max: remembered })
}

/** Spellings of tags that exist. */
export async function readSpellings(
  db: Db,
  tags: readonly { workspaceId: string; id: string }[],
): Promise<[id: string, name: string][]> {
  if (tags.length === 0) return []
  const { rows } = await sql<{ id: string; name: string }>`
    select t.id, t.name from unnest(${tags.map(({ workspaceId }) => workspaceId)}::uuid[],
      ${tags.map(({ id }) => id)}::uuid[]) as wanted (workspace_id, id)
    join tags t on t.workspace_id = wanted.workspace_id and t.id = wanted.id`.execute(db)
  return rows.map(({ id, name }) => [id, name])
}

/** Tags by workspace and spelling: most leads have tags that others had before. */
const derived = new LRUCache<string, Tag>({ max: 10_000 })

/** The id is derived from what all spellings share, so that a write can name a tag that it may be the first to use. */
export function tagOf(workspaceId: string, name: string): Tag {
  const spelling = `${workspaceId} ${name}`
  let tag = derived.get(spelling)
  if (!tag) {
    const key = tagKey(name)
    tag = { id: deriveId(key, workspaceId), name, key }
    derived.set(spelling, tag)
  }
  return tag
}

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
