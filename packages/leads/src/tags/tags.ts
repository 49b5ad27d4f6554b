import { tagKey } from '@intake/contracts/create-lead'
import { LRUCache } from 'lru-cache'
import { deriveId } from '../ids/derive-id.ts'

/** A tag's row. */
export interface Tag {
  id: string
  name: string
  key: string
}

/**
 * Spellings of tags, which never change once a tag exists, so that what was read once is kept in memory. A tag that a
 * batch is about to make is spelled by it until the batch has ended: batches under way at once agree on its spelling.
 */
export interface TagDirectory {
  /** The spelling that is known without asking the database. */
  spelling(id: string): string | undefined
  remember(id: string, name: string): void
  /** Announces a new tag's spelling; answers the one that is announced already, if any. */
  announce(id: string, name: string): string
  /** Ends an announcement, however it went. */
  withdraw(id: string): void
}

/** Holds at most `remembered` spellings; the rest is read again when needed. */
export function createTagDirectory(remembered = 50_000): TagDirectory {
  const known = new LRUCache<string, string>({ max: remembered })
  const announced = new Map<string, { name: string; batches: number }>()
  return {
    spelling: (id) => known.get(id),
    remember: (id, name) => void known.set(id, name),
    announce(id, name) {
      const entry = announced.get(id) ?? { name, batches: 0 }
      entry.batches += 1
      announced.set(id, entry)
      return entry.name
    },
    withdraw(id) {
      const entry = announced.get(id)
      if (entry && --entry.batches === 0) announced.delete(id)
    },
  }
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
