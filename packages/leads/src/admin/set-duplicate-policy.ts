import type { DuplicatePolicy } from '@intake/contracts/duplicate-policy'
import type { Db } from '@intake/database/create-database'
import type { Acting } from '../audit/actor.ts'
import { recordWorkspaceChange } from '../audit/record-workspace-change.ts'

/** Sets what happens to a workspace's leads that match one which is there, where a request names no policy. */
export async function setDuplicatePolicy(
  ctx: { db: Db } & Acting,
  { workspaceId, policy }: { workspaceId: string; policy: DuplicatePolicy },
): Promise<void> {
  await ctx.db.transaction().execute(async (trx) => {
    await trx
      .updateTable('workspaces')
      .set({ duplicate_policy: policy })
      .where('id', '=', workspaceId)
      .execute()
    await recordWorkspaceChange({ ...ctx, db: trx }, workspaceId, { duplicatePolicy: policy })
  })
}
