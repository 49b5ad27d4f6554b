import { AppError } from '@intake/contracts/app-error'
import type { Db } from '@intake/database/create-database'

/** Days that a workspace keeps something; null for ever. What isn't given stays. */
export interface Retention {
  leads?: number | null
  deletedLeads?: number | null
}

const maxDays = 36_500

/** Sets how long a workspace keeps leads, and deleted ones. Throws `invalid_request` for what is no number of days. */
export async function setRetention(
  ctx: { db: Db },
  { workspaceId, leads, deletedLeads }: { workspaceId: string } & Retention,
): Promise<void> {
  for (const days of [leads, deletedLeads])
    if (days != null && !(Number.isInteger(days) && days > 0 && days <= maxDays))
      throw new AppError('invalid_request', `Leads are kept for 1 to ${maxDays} days, or “off” for ever.`)
  await ctx.db
    .updateTable('workspaces')
    .set({
      ...(leads !== undefined && { keep_leads_days: leads }),
      ...(deletedLeads !== undefined && { keep_deleted_days: deletedLeads }),
    })
    .where('id', '=', workspaceId)
    .execute()
}
