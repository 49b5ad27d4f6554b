import type { UnknownFieldsMode } from '@intake/contracts/gather-fields'
import type { Db } from '@intake/database/create-database'
import type { Acting } from '../audit/actor.ts'
import { recordWorkspaceChange } from '../audit/record-workspace-change.ts'

/** Sets what is done with members of a lead's body that are no field, where a request doesn't say. */
export async function setUnknownFields(
  ctx: { db: Db } & Acting,
  { workspaceId, mode }: { workspaceId: string; mode: UnknownFieldsMode },
): Promise<void> {
  await ctx.db.transaction().execute(async (trx) => {
    await trx.updateTable('workspaces').set({ unknown_fields: mode }).where('id', '=', workspaceId).execute()
    await recordWorkspaceChange({ ...ctx, db: trx }, workspaceId, { unknownFields: mode })
  })
}
