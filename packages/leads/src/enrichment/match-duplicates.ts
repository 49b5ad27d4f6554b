import type { Db } from '@intake/database/create-database'
import { prepared } from '@intake/database/prepared'
import { type LeadsInput, markDone, selectOwed, toWork } from './owed.ts'
import { recordMatches } from './record-matches.ts'

/**
 * Records, for each lead, the newest 100 others with the same E.164 phone or lower-cased e-mail: on both leads, and once
 * on the timeline of each. Test and deleted leads never match. Safe to repeat.
 */
export async function matchDuplicates(ctx: { db: Db }, input: LeadsInput): Promise<void> {
  const leads = await selectOwed(ctx.db, input)
    .where('owed.matching_done_at', 'is', null)
    .select(['leads.id', 'owed.generation'])
    .modifyEnd(prepared('read-unmatched'))
    .execute()
  if (leads.length === 0) return
  await ctx.db.transaction().execute(async (trx) => {
    await recordMatches(
      trx,
      input.workspaceId,
      leads.map((lead) => lead.id),
    )
    await markDone(trx, input.workspaceId, 'matching_done_at', toWork(leads, input))
  })
}
