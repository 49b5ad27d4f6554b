import { AppError } from '@intake/contracts/app-error'
import { maxCustomName } from '@intake/contracts/custom-fields'
import { isStorableText } from '@intake/contracts/text'
import type { Db } from '@intake/database/create-database'
import { sql } from 'kysely'
import type { Acting } from '../audit/actor.ts'
import { recordWorkspaceChange } from '../audit/record-workspace-change.ts'

export const maxSearchableFields = 5

/**
 * Declares the custom fields that lists of a workspace filter by, in place of those before. From now on writes index them; `fillSearchables`
 * indexes leads that are there, and only then a name can be asked for. Throws `invalid_request` for more than five names, or one that no
 * custom field can have.
 */
export async function setSearchableFields(
  ctx: { db: Db } & Acting,
  { workspaceId, names }: { workspaceId: string; names: readonly string[] },
): Promise<void> {
  if (names.length > maxSearchableFields)
    throw new AppError('invalid_request', `A workspace has at most ${maxSearchableFields} searchable fields.`)
  const bad = names.find((name) => name === '' || name.length > maxCustomName || !isStorableText(name))
  if (bad !== undefined)
    throw new AppError('invalid_request', `No custom field can be called "${bad.slice(0, maxCustomName)}".`)
  const fields = [...new Set(names)]
  await ctx.db.transaction().execute(async (trx) => {
    // A write that was prepared before is refused, and done again with the names declared: none slips past the filling.
    await sql`
      update workspaces set searchable_fields = ${fields}::text[], template_revision = template_revision + 1,
        searchable_ready = array(select name from unnest(searchable_ready) as name where name = any(${fields}::text[]))
      where id = ${workspaceId}`.execute(trx)
    await recordWorkspaceChange({ ...ctx, db: trx }, workspaceId, { searchableFields: fields })
  })
}
