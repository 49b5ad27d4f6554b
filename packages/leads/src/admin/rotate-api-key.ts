import { AppError } from '@intake/contracts/app-error'
import type { Db } from '@intake/database/create-database'
import { validate as isUuid } from 'uuid'
import type { Acting } from '../audit/actor.ts'
import { recordAudit } from '../audit/record-audit.ts'
import type { Scope } from '../workspace/caller.ts'
import { raiseRevision } from '../workspace/raise-revision.ts'
import { createApiKey } from './create-api-key.ts'

export interface RotateApiKeyInput {
  workspaceId: string
  /** Id or prefix of the old key. */
  key: string
  /** How long the old key stays valid, ms; less where it ends sooner anyway. */
  overlapMs: number
  /** Of the new key; without it the new key lives as long as the old one was made for. */
  expiresAt?: Date | undefined
}

export interface RotatedApiKey {
  id: string
  key: string
  expiresAt: Date | null
  oldExpiresAt: Date
}

/**
 * Makes a key that may do what another one may, under the same name, and ends the other one after an overlap. The answer holds
 * the only copy of the new key. Throws `not_found`, and `invalid_request` for a key that has ended.
 */
export async function rotateApiKey(
  ctx: { db: Db } & Acting,
  { workspaceId, key, overlapMs, expiresAt }: RotateApiKeyInput,
): Promise<RotatedApiKey> {
  return ctx.db.transaction().execute(async (trx) => {
    const old = await trx
      .selectFrom('api_keys')
      .selectAll()
      .where('workspace_id', '=', workspaceId)
      .where(isUuid(key) ? 'id' : 'prefix', '=', key)
      .forUpdate()
      .executeTakeFirst()
    if (!old) throw new AppError('not_found', 'There is no such key in this workspace.')
    const now = new Date()
    if (old.revoked_at || (old.expires_at && old.expires_at <= now))
      throw new AppError('invalid_request', 'This key has ended; make a new one.')
    const after = (ms: number) => new Date(now.getTime() + ms)
    const sameSpan = old.expires_at && after(old.expires_at.getTime() - old.created_at.getTime())
    const newExpiresAt = expiresAt ?? sameSpan
    const made = await createApiKey(
      { ...ctx, db: trx },
      {
        workspaceId,
        name: old.name,
        isTest: old.is_test,
        scopes: old.scopes as Scope[],
        expiresAt: newExpiresAt,
        rateLimit: old.rate_limit,
        rateBurst: old.rate_burst,
        allowedAddresses: old.allowed_addresses,
        publishTo: old.is_publishable ? old.allowed_origins : null,
      },
    )
    const end = after(overlapMs)
    const oldExpiresAt = old.expires_at && old.expires_at < end ? old.expires_at : end
    await trx
      .updateTable('api_keys')
      .set({ expires_at: oldExpiresAt })
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', old.id)
      .execute()
    await raiseRevision(trx)
    await recordAudit(
      { ...ctx, db: trx },
      {
        workspaceId,
        action: 'key.rotated',
        subject: { type: 'key', id: old.id },
        details: { newKeyId: made.id, oldExpiresAt },
      },
    )
    return { ...made, expiresAt: newExpiresAt, oldExpiresAt }
  })
}
