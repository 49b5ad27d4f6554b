import { AppError } from '@intake/contracts/app-error'
import type { Db } from '@intake/database/create-database'
import type { Acting } from '../audit/actor.ts'
import { recordWorkspaceChange } from '../audit/record-workspace-change.ts'
import { placeholderKeys } from '../matching/placeholder-keys.ts'

const maxPlaceholders = 1000

/**
 * Sets the numbers, addresses and `@domain`s that a workspace never wants matched, besides the lists that hold everywhere. They hold for what
 * comes in from now on; `rekeyLeads` applies them to leads that are there. Throws `invalid_request` for an entry that is none of these.
 */
export async function setPlaceholders(
  ctx: { db: Db } & Acting,
  { workspaceId, placeholders }: { workspaceId: string; placeholders: readonly string[] },
): Promise<void> {
  if (placeholders.length > maxPlaceholders)
    throw new AppError(
      'invalid_request',
      `A workspace has at most ${maxPlaceholders} placeholders of its own.`,
    )
  await ctx.db.transaction().execute(async (trx) => {
    const { default_region } = await trx
      .selectFrom('workspaces')
      .select('default_region')
      .where('id', '=', workspaceId)
      .executeTakeFirstOrThrow()
    const unread = placeholders.find((one) => placeholderKeys([one], default_region).size === 0)
    if (unread !== undefined)
      throw new AppError(
        'invalid_request',
        `"${unread}" is no phone number, no e-mail address and no @domain, or never matches anyway.`,
      )
    await trx
      .updateTable('workspaces')
      .set({ placeholders: [...placeholders] })
      .where('id', '=', workspaceId)
      .execute()
    await recordWorkspaceChange({ ...ctx, db: trx }, workspaceId, { placeholders: placeholders.length })
  })
}
