import { AppError } from '@intake/contracts/app-error'
import type { Db } from '@intake/database/create-database'
import type { Acting } from '../audit/actor.ts'
import { recordWorkspaceChange } from '../audit/record-workspace-change.ts'

/** Days that a workspace keeps something; null for ever. What isn't given stays. */
export interface Retention {
  leads?: number | null | undefined
  deletedLeads?: number | null | undefined
}

const maxDays = 36_500

/** Sets how long a workspace keeps leads, and deleted ones. Throws `invalid_request` for what is no number of days. */
export async function setRetention(
  ctx: { db: Db } & Acting,
  { workspaceId, leads, deletedLeads }: { workspaceId: string } & Retention,
): Promise<void> {
  for (const days of [leads, deletedLeads])
    if (days != null && !(Number.isInteger(days) && days > 0 && days <= maxDays))
      throw new AppError('invalid_request', `Leads are kept for 1 to ${maxDays} days, or “off” for ever.`)
  if (leads === undefined && deletedLeads === undefined) return
  const kept = {
    ...(leads !== undefined && { keep_leads_days: leads }),
    ...(deletedLeads !== undefined && { keep_deleted_days: deletedLeads }),
  }
  await ctx.db.transaction().execute(async (trx) => {
    await trx.updateTable('workspaces').set(kept).where('id', '=', workspaceId).execute()
    await recordWorkspaceChange({ ...ctx, db: trx }, workspaceId, {
      ...(leads !== undefined && { keepLeads: leads }),
      ...(deletedLeads !== undefined && { keepDeletedLeads: deletedLeads }),
    })
  })
}
