import type { Db } from '@intake/database/create-database'
import { type Sealer, UnknownSealError } from '../sealing/sealer.ts'
import { secretsContext } from '../sources/open-source.ts'
import { secretPlace } from '../webhooks/sign.ts'

export interface Resealed {
  looked: number
  resealed: number
  /** Those that no key opens; they stay as they are. */
  unopened: number
}

/**
 * Seals the secrets of a workspace's webhook endpoints and sources with the first key: those that are plain, and those of an older key. Safe to
 * repeat, and beside traffic: a rotation waits for it, a delivery doesn't.
 */
export function resealSecrets(
  { db, sealer }: { db: Db; sealer: Sealer },
  workspaceId: string,
): Promise<Resealed> {
  return db.transaction().execute(async (trx) => {
    const sum: Resealed = { looked: 0, resealed: 0, unopened: 0 }
    const reseal = (secret: string, place: string): string => {
      const anew = resealWith(sealer, sum, sealer.isStale(secret), () =>
        sealer.seal(sealer.open(secret, place), place),
      )
      return anew ?? secret
    }
    const endpoints = await trx
      .selectFrom('webhook_endpoints')
      .select(['id', 'signing_secrets'])
      .where('workspace_id', '=', workspaceId)
      .where('deleted_at', 'is', null)
      .orderBy('id')
      .forNoKeyUpdate()
      .execute()
    for (const { id, signing_secrets } of endpoints) {
      const secrets = signing_secrets.map((secret) => reseal(secret, secretPlace(id)))
      if (secrets.every((secret, place) => secret === signing_secrets[place])) continue
      await trx
        .updateTable('webhook_endpoints')
        .set({ signing_secrets: secrets })
        .where('workspace_id', '=', workspaceId)
        .where('id', '=', id)
        .execute()
    }
    const sources = await trx
      .selectFrom('sources')
      .select(['id', 'secrets'])
      .where('workspace_id', '=', workspaceId)
      .where('secrets', 'is not', null)
      .orderBy('id')
      .forNoKeyUpdate()
      .execute()
    for (const { id, secrets } of sources) {
      const anew = reseal(secrets ?? '', secretsContext(id))
      if (anew === secrets) continue
      await trx
        .updateTable('sources')
        .set({ secrets: anew })
        .where('workspace_id', '=', workspaceId)
        .where('id', '=', id)
        .execute()
    }
    return sum
  })
}

/** Counts one thing, and seals it if it is stale. Null when it stays as it is. */
export function resealWith<Sealed>(
  sealer: Sealer,
  sum: Resealed,
  isStale: boolean,
  seal: () => Sealed,
): Sealed | null {
  sum.looked += 1
  if (!sealer.isOn || !isStale) return null
  try {
    const sealed = seal()
    sum.resealed += 1
    return sealed
  } catch (error) {
    if (!(error instanceof UnknownSealError)) throw error
    sum.unopened += 1
    return null
  }
}
