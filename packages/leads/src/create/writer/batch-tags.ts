import { type Tag, type TagDirectory, type TagToWrite, tagOf } from '../../tags/tags.ts'
import type { NewLead } from '../new-lead.ts'
import type { Wanted } from './look-up.ts'

/** The tags of one batch, from before its look-up until it has ended. */
export interface BatchTags {
  /** Those whose spelling only the database knows, if it has them. */
  unknown: Wanted['tags']
  /** Takes what the look-up found; a tag that isn't there is spelled as the batch's first lead gives it. */
  settle(found: ReadonlyMap<string, string>): void
  toWrite(ord: number): TagToWrite[]
  names(ord: number): string[]
  /**
   * After the commit: keeps the spellings of tags that exist now. Answers those of the given leads' new tags that another
   * process made first, to be read again.
   */
  committed(inserted: ReadonlySet<string>, ords: Iterable<number>): Wanted['tags']
  /** For every batch, however it went. */
  end(): void
}

export function batchTags(directory: TagDirectory, batch: readonly NewLead[]): BatchTags {
  const tagsOf: Tag[][] = batch.map(({ fields, tags }) =>
    tags.map((name) => tagOf(fields.workspace_id, name)),
  )
  const spellings = new Map<string, string>()
  const unknown = new Map<string, { workspaceId: string; id: string }>()
  const fresh = new Set<string>()
  for (const [ord, tags] of tagsOf.entries())
    for (const { id } of tags) {
      const known = directory.spelling(id)
      if (known !== undefined) spellings.set(id, known)
      else unknown.set(id, { workspaceId: batch[ord]?.fields.workspace_id ?? '', id })
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
    toWrite: (ord) =>
      (tagsOf[ord] ?? []).map(({ id, name, key }) => ({
        id,
        name: spellings.get(id) ?? name,
        key,
        maybeNew: fresh.has(id),
      })),
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
