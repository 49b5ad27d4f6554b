import { tagKey } from '@intake/contracts/create-lead'
import type { Queryable } from '@intake/database/named-statement'
import { LRUCache } from 'lru-cache'
import { deriveId } from './derive-id.ts'

export interface WantedTag {
  workspaceId: string
  name: string
}

/** A tag as the write statement takes it. */
export interface TagToWrite {
  id: string
  name: string
  key: string
  /** False when the tag is known to exist. */
  maybeNew: boolean
}

/** Spellings of tags, which never change once a tag exists, so that what was read once is kept in memory. */
export interface TagDirectory {
  toWrite(tag: WantedTag): TagToWrite
  /** Reads the spellings that aren't known yet, in the transaction that made sure the tags exist. */
  learn(connection: Queryable, tags: readonly WantedTag[]): Promise<Spellings>
}

export interface Spellings {
  /** The spelling first seen in the workspace. */
  of(tag: WantedTag): string
  /** Keeps what was read. For after the commit only: a tag that was rolled back must not be taken for known. */
  remember(): void
}

/** Holds at most `remembered` spellings; the rest is read again when needed. */
export function createTagDirectory(remembered = 50_000): TagDirectory {
  const known = new LRUCache<string, string>({ max: remembered })
  return {
    toWrite({ workspaceId, name }) {
      const tag = tagToWrite(workspaceId, name)
      return { ...tag, maybeNew: !known.has(tag.id) }
    },
    async learn(connection, tags) {
      const missing = new Map<string, WantedTag>()
      for (const tag of tags) {
        const id = tagId(tag.workspaceId, tag.name)
        if (!known.has(id)) missing.set(id, tag)
      }
      const read = new Map<string, string>()
      if (missing.size > 0) for (const { id, name } of await readTags(connection, missing)) read.set(id, name)
      return {
        of({ workspaceId, name }) {
          const id = tagId(workspaceId, name)
          return read.get(id) ?? known.get(id) ?? name
        },
        remember() {
          for (const [id, name] of read) known.set(id, name)
        },
      }
    },
  }
}

/** A tag's row. */
export function tagToWrite(workspaceId: string, name: string) {
  return { id: tagId(workspaceId, name), name, key: tagKey(name) }
}

/** Derived from what all spellings share, so that a write can name a tag that it may be the first to use. */
function tagId(workspaceId: string, name: string): string {
  return deriveId(tagKey(name), workspaceId)
}

async function readTags(connection: Queryable, tags: ReadonlyMap<string, WantedTag>) {
  const { rows } = await connection.query<{ id: string; name: string }>({
    name: 'read-tags',
    text: `select t.id, t.name from unnest($1::uuid[], $2::uuid[]) as wanted (workspace_id, id)
      join tags t on t.workspace_id = wanted.workspace_id and t.id = wanted.id`,
    values: [[...tags.values()].map((tag) => tag.workspaceId), [...tags.keys()]],
  })
  return rows
}
