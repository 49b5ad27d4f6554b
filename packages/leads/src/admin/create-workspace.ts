import { AppError } from '@intake/contracts/app-error'
import type { Db } from '@intake/database/create-database'
import { isRegion } from '@intake/phone/region'
import { v7 as uuidV7 } from 'uuid'
import type { Acting } from '../audit/actor.ts'
import { recordAudit } from '../audit/record-audit.ts'

export interface CreateWorkspaceInput {
  name: string
  /** Lower-case letters, digits and hyphens; names the workspace on the command line. */
  slug: string
  /** ISO 3166 region that phones without a country code are read in. */
  defaultRegion?: string
}

/** Makes a workspace, which keeps deleted leads for 30 days, or answers the one that has the slug already. Throws `invalid_request` for a bad slug or region. */
export async function createWorkspace(
  ctx: { db: Db } & Acting,
  { name, slug, defaultRegion = 'US' }: CreateWorkspaceInput,
): Promise<{ id: string; created: boolean }> {
  if (!/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(slug))
    throw new AppError('invalid_request', 'A slug is 1 to 63 lower-case letters, digits and hyphens.')
  if (!isRegion(defaultRegion))
    throw new AppError('invalid_request', 'The default region must be a two-letter country code such as US.')
  const made = await ctx.db.transaction().execute(async (trx) => {
    const row = await trx
      .insertInto('workspaces')
      .values({ id: uuidV7(), name, slug, default_region: defaultRegion, keep_deleted_days: 30 })
      .onConflict((conflict) => conflict.column('slug').doNothing())
      .returning('id')
      .executeTakeFirst()
    const details = { slug, defaultRegion }
    if (row)
      await recordAudit(
        { ...ctx, db: trx },
        {
          workspaceId: row.id,
          action: 'workspace.created',
          subject: { type: 'workspace', id: row.id },
          details,
        },
      )
    return row
  })
  if (made) return { id: made.id, created: true }
  const existing = await ctx.db
    .selectFrom('workspaces')
    .select('id')
    .where('slug', '=', slug)
    .executeTakeFirstOrThrow()
  return { id: existing.id, created: false }
}
