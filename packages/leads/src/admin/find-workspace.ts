import { AppError } from '@intake/contracts/app-error'
import type { Db } from '@intake/database/create-database'

/** The workspace with this slug. Throws `not_found`. */
export async function findWorkspace(ctx: { db: Db }, slug: string) {
  const row = await ctx.db.selectFrom('workspaces').selectAll().where('slug', '=', slug).executeTakeFirst()
  if (!row) throw new AppError('not_found', `There is no workspace "${slug}".`)
  return row
}
