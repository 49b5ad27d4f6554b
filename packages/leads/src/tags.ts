import { tagKey } from '@intake/contracts/create-lead'
import type { Db } from '@intake/database/create-database'
import { sql } from 'kysely'
import { LRUCache } from 'lru-cache'
import { v7 as uuidV7 } from 'uuid'

export interface Tag {
  id: string
  /** The spelling first seen in the workspace. */
  name: string
}

export interface WantedTag {
  workspaceId: string
  name: string
}

/** Finds tags by name, makes those that are new. Tags never change, so what was found once is kept in memory. */
export interface TagDirectory {
  resolve(wanted: readonly WantedTag[]): Promise<(tag: WantedTag) => Tag>
}

/** Holds at most `remembered` tags; the rest is read again when needed. */
export function createTagDirectory(db: Db, remembered = 20_000): TagDirectory {
  const known = new LRUCache<string, Tag>({ max: remembered })
  return {
    async resolve(wanted) {
      const found = new Map<string, Tag>()
      const missing = new Map<string, WantedTag>()
      for (const tag of wanted) {
        const id = identity(tag)
        const hit = known.get(id)
        if (hit) found.set(id, hit)
        else if (!missing.has(id)) missing.set(id, tag)
      }
      if (missing.size > 0)
        for (const [id, tag] of await findOrMake(db, [...missing.values()])) {
          known.set(id, tag)
          found.set(id, tag)
        }
      return (tag) => {
        const hit = found.get(identity(tag))
        if (!hit) throw new Error('a tag was asked for that was not resolved')
        return hit
      }
    },
  }
}

function identity(tag: WantedTag): string {
  return `${tag.workspaceId} ${tagKey(tag.name)}`
}

/**
 * Ordered by key, so that two processes that make the same tags wait for one another instead of deadlocking. The insert
 * commits before the select looks, so whoever was first, its spelling is what both see.
 */
async function findOrMake(db: Db, tags: readonly WantedTag[]): Promise<[string, Tag][]> {
  const rows = tags
    .map((tag) => ({
      workspace_id: tag.workspaceId,
      id: uuidV7(),
      name: tag.name,
      tag_key: tagKey(tag.name),
    }))
    .sort((a, b) => (a.workspace_id + a.tag_key < b.workspace_id + b.tag_key ? -1 : 1))
  await db
    .insertInto('tags')
    .values(rows)
    .onConflict((conflict) => conflict.columns(['workspace_id', 'tag_key']).doNothing())
    .execute()
  const stored = await db
    .selectFrom('tags')
    .select(['workspace_id', 'tag_key', 'id', 'name'])
    .where(
      sql<boolean>`(workspace_id, tag_key) in (select * from unnest(${rows.map((row) => row.workspace_id)}::uuid[], ${rows.map((row) => row.tag_key)}::text[]))`,
    )
    .execute()
  return stored.map((row) => [`${row.workspace_id} ${row.tag_key}`, { id: row.id, name: row.name }])
}
