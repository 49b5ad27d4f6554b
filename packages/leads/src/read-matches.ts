import type { Db } from '@intake/database/create-database'
import type { NewLead } from './new-lead.ts'
import { readLeads, type TaggedLead } from './read-leads.ts'

/** Ids of the leads that leads of a batch match, newest first, by their index in it; leads without any are left out. */
export type MatchIds = ReadonlyMap<number, string[]>

/** The leads behind the ids, which are of one workspace each; answers those of one lead of the batch, by its index. */
export async function readMatches(
  db: Db,
  batch: readonly NewLead[],
  matchIds: MatchIds,
): Promise<(ord: number) => TaggedLead[]> {
  const idsByWorkspace = new Map<string, Set<string>>()
  for (const [ord, matchingIds] of matchIds) {
    const workspaceId = batch[ord]?.fields.workspace_id ?? ''
    const ids = idsByWorkspace.get(workspaceId) ?? new Set()
    for (const id of matchingIds) ids.add(id)
    idsByWorkspace.set(workspaceId, ids)
  }
  const byId = new Map<string, TaggedLead>()
  for (const [workspaceId, ids] of idsByWorkspace)
    for (const found of await readLeads(db, workspaceId, [...ids])) byId.set(found.lead.id, found)
  return (ord) => matchIds.get(ord)?.flatMap((id) => byId.get(id) ?? []) ?? []
}
