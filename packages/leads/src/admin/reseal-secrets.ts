import type { Db } from '@intake/database/create-database'
import { type Sealer, UnknownSealError } from '../sealing/sealer.ts'
import { secretPlace } from '../webhooks/sign.ts'

export interface ResealedSecrets {
  looked: number
  resealed: number
  /** Those that no key opens; they stay as they are. */
  unopened: number
}

/**
 * Seals the secrets of a workspace's webhook endpoints with the first key: those that are plain, and those of an older key. Safe to repeat,
 * and beside traffic: a rotation waits for it, a delivery doesn't.
 */
export function resealSecrets(
  { db, sealer }: { db: Db; sealer: Sealer },
  workspaceId: string,
): Promise<ResealedSecrets> {
  return db.transaction().execute(async (trx) => {
    const endpoints = await trx
      .selectFrom('webhook_endpoints')
      .select(['id', 'signing_secrets'])
      .where('workspace_id', '=', workspaceId)
      .where('deleted_at', 'is', null)
      .orderBy('id')
      .forNoKeyUpdate()
      .execute()
    const sum = { looked: 0, resealed: 0, unopened: 0 }
    for (const { id, signing_secrets } of endpoints) {
      const secrets = signing_secrets.map((secret) => reseal(sealer, secret, secretPlace(id)))
      sum.looked += secrets.length
      sum.unopened += secrets.filter((secret) => secret === null).length
      const changed = secrets.filter((secret, place) => secret && secret !== signing_secrets[place]).length
      if (changed === 0) continue
      sum.resealed += changed
      await trx
        .updateTable('webhook_endpoints')
        .set({ signing_secrets: secrets.map((secret, place) => secret ?? signing_secrets[place] ?? '') })
        .where('workspace_id', '=', workspaceId)
        .where('id', '=', id)
        .execute()
    }
    return sum
  })
}

/** Null for what no key opens. */
function reseal(sealer: Sealer, secret: string, place: string): string | null {
  try {
    const opened = sealer.open(secret, place)
    return sealer.isStale(secret) ? sealer.seal(opened, place) : secret
  } catch (error) {
    if (error instanceof UnknownSealError) return null
    throw error
  }
}
