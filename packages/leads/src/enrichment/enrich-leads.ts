import type { EnrichContext } from './enrich-activity.ts'
import { inferZone } from './infer-zone.ts'
import type { LeadsInput } from './owed.ts'
import { readEntries } from './read-entries.ts'
import { recordMatches } from './record-matches.ts'
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
  const unmatched = entries.filter((entry) => entry.is_newest && entry.is_unmatched && entry.may_match)
  if (unmatched.length > 0) {
    const ids = unmatched.map((entry) => entry.id)
    await ctx.db.transaction().execute((trx) => recordMatches(trx, workspace.id, ids))
  }
  for (const entry of entries) if (entry.is_zoneless) Object.assign(entry, inferZone(entry))
  return settleEntries(ctx.db, workspace, entries)
}
