import { type Tag, type TagDirectory, tagOf } from '../../tags/tags.ts'
import type { NewLead } from '../new-lead.ts'

/** The tags of one batch, from before its look-up until it has ended. */
export interface BatchTags {
  /** Those whose spelling only the database knows, if it has them. */
  unknown: { workspaceId: string; id: string }[]
  /** Takes what the look-up found; a tag that isn't there is spelled as the batch's first lead gives it. */
  settle(found: ReadonlyMap<string, string>): void
  /** Those of a lead's tags that may have to be made, as they are to be spelled. */
  fresh(ord: number): Tag[]
  names(ord: number): string[]
  /**
   * After the commit: keeps the spellings of tags that exist now. Answers those of the given leads' new tags that another
   * process made first, to be read again.
   */
  committed(inserted: ReadonlySet<string>, ords: Iterable<number>): { workspaceId: string; id: string }[]
  /** For every batch, however it went. */
  end(): void
}

export function batchTags(directory: TagDirectory, batch: readonly NewLead[]): BatchTags {
  const tagsOf: Tag[][] = batch.map(({ row, tags }) => tags.map((name) => tagOf(row.workspace_id, name)))
  const spellings = new Map<string, string>()
  const unknown = new Map<string, { workspaceId: string; id: string }>()
  const fresh = new Set<string>()
  for (const [ord, tags] of tagsOf.entries())
    for (const { id } of tags) {
      const known = directory.spelling(id)
      if (known !== undefined) spellings.set(id, known)
      else unknown.set(id, { workspaceId: batch[ord]?.row.workspace_id ?? '', id })
    }

  return {
    unknown: [...unknown.values()],
    settle(found) {
      for (const [id, name] of found) {
        spellings.set(id, name)
        directory.remember(id, name)
      }
      for (const { id, name } of tagsOf.flat())
        if (!spellings.has(id)) {
          fresh.add(id)
          spellings.set(id, directory.announce(id, name))
        }
    },
    fresh: (ord) =>
      (tagsOf[ord] ?? []).flatMap(({ id, name, key }) =>
        fresh.has(id) ? [{ id, name: spellings.get(id) ?? name, key }] : [],
      ),
    names: (ord) => (tagsOf[ord] ?? []).map(({ id, name }) => spellings.get(id) ?? name),
    committed(inserted, ords) {
      for (const id of inserted) directory.remember(id, spellings.get(id) ?? '')
      if (fresh.size === 0) return []
      const used = new Set([...ords].flatMap((ord) => (tagsOf[ord] ?? []).map(({ id }) => id)))
      const raced = [...fresh].filter((id) => used.has(id) && !inserted.has(id))
      return raced.flatMap((id) => unknown.get(id) ?? [])
    },
    end() {
      for (const id of fresh) directory.withdraw(id)
    },
  }
}
