import type { Db } from '@intake/database/create-database'
import { describeEntries } from './describe-entries.ts'
import type { EnrichContext } from './enrich-activity.ts'
import { inferZone } from './infer-zone.ts'
import type { LeadsInput } from './owed.ts'
import { type Entry, readEntries } from './read-entries.ts'
import { countMatches, recordMatches } from './record-matches.ts'
import { settleEntries } from './settle-entries.ts'

/**
 * All that is owed to these leads in one pass: zone, matches and timeline, each as `inferTimezones`, `matchDuplicates` and
 * `enrichActivity` do it by itself, but each row is read and written once. Answers for each lead that is now done how many seconds that took
 * since it was asked for. Safe to repeat.
 */
export async function enrichLeads(ctx: EnrichContext, input: LeadsInput): Promise<number[]> {
  const workspace = await ctx.configuration.workspace(input.workspaceId)
  if (!workspace) return []
  const entries = await readEntries(ctx.db, input)
  if (entries.length === 0) return []
  const matches = await settleMatches(ctx.db, workspace.id, entries)
  for (const entry of entries) if (entry.is_zoneless) Object.assign(entry, inferZone(entry))
  return settleEntries(ctx.db, workspace, describeEntries(workspace, entries, matches, new Date()))
}

/** Records what is still to be recorded, and counts what then is. */
async function settleMatches(db: Db, workspaceId: string, entries: readonly Entry[]) {
  const concerned = entries.filter((entry) => entry.is_newest && (entry.is_matched || entry.has_twin))
  const unmatched = concerned.filter((entry) => entry.is_unmatched)
  const matched = unmatched.filter((entry) => entry.is_matched)
  if (unmatched.length > 0)
    await db
      .transaction()
      .execute((trx) => recordMatches(trx, workspaceId, unmatched.map(idOf), matched.map(idOf)))
  return countMatches(db, workspaceId, concerned.map(idOf))
}

const idOf = (entry: Entry) => entry.id
