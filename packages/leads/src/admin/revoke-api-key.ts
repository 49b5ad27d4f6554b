import { AppError } from '@intake/contracts/app-error'
import type { Db } from '@intake/database/create-database'
import { validate as isUuid } from 'uuid'
import type { Acting } from '../audit/actor.ts'
import { recordAudit } from '../audit/record-audit.ts'
import { raiseRevision } from '../workspace/raise-revision.ts'

/** Revokes a key by its id or prefix; every process refuses it within a second. Throws `not_found`. */
export async function revokeApiKey(
  ctx: { db: Db } & Acting,
  { workspaceId, key }: { workspaceId: string; key: string },
): Promise<{ id: string }> {
  const column = isUuid(key) ? 'id' : 'prefix'
  return ctx.db.transaction().execute(async (trx) => {
    const row = await trx
      .updateTable('api_keys')
      .set((eb) => ({ revoked_at: eb.fn.coalesce('revoked_at', eb.val(new Date())) }))
      .where('workspace_id', '=', workspaceId)
      .where(column, '=', key)
      .returning('id')
      .executeTakeFirst()
    if (!row) throw new AppError('not_found', 'There is no such key in this workspace.')
    await raiseRevision(trx)
    const subject = { type: 'key', id: row.id } as const
    await recordAudit({ ...ctx, db: trx }, { workspaceId, action: 'key.revoked', subject })
    return row
  })
}
