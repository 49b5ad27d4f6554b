import type { Db } from '@intake/database/create-database'
import type { ConfigurationCache } from '../workspace/configuration-cache.ts'
import { describeEntries } from './describe-entries.ts'
import type { LeadsInput } from './owed.ts'
import { readEntries } from './read-entries.ts'
import { countMatches } from './record-matches.ts'
import { settleEntries } from './settle-entries.ts'

export interface EnrichContext {
  db: Db
  configuration: ConfigurationCache
}

/**
 * Completes the timeline entries of the calls that wrote each lead, sets the lead's activitySummary and records the
 * enrichment as done. Takes only leads whose zone and matches are settled. Answers for each lead that is now done how many
 * seconds that took since it was asked for. Safe to repeat.
 */
export async function enrichActivity(ctx: EnrichContext, input: LeadsInput): Promise<number[]> {
  const workspace = await ctx.configuration.workspace(input.workspaceId)
  if (!workspace) return []
  const entries = await readEntries(ctx.db, input)
  const ready = entries.filter((entry) => !entry.is_zoneless && !entry.is_unmatched)
  if (ready.length === 0) return []
  const matched = ready.filter((entry) => entry.is_matched).map((entry) => entry.id)
  const matches = await countMatches(ctx.db, workspace.id, matched)
  return settleEntries(ctx.db, workspace, describeEntries(workspace, ready, matches, new Date()))
}
