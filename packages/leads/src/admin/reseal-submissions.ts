import type { Db } from '@intake/database/create-database'
import type { Sealer } from '../sealing/sealer.ts'
import { bodyContext } from '../sources/stored-submission.ts'
import { type Resealed, resealWith } from './reseal-secrets.ts'

/** Bodies of a megabyte each still fit into memory. */
const batchSize = 100

/**
 * Seals the bodies of a workspace's submissions with the first key, 100 at a time, oldest first: those that are plain, and those of an older key. `last` is
 * where to go on; null at the end. Safe to repeat, and beside traffic.
 */
export function resealSubmissions(
  { db, sealer }: { db: Db; sealer: Sealer },
  { workspaceId, after }: { workspaceId: string; after: string | null },
): Promise<Resealed & { last: string | null }> {
  return db.transaction().execute(async (trx) => {
    const sum: Resealed = { looked: 0, resealed: 0, unopened: 0 }
    let query = trx
      .selectFrom('submissions')
      .select(['id', 'body'])
      .where('workspace_id', '=', workspaceId)
      .where('body', 'is not', null)
      .orderBy('id')
      .limit(batchSize)
      .forNoKeyUpdate()
    if (after) query = query.where('id', '>', after)
    const rows = await query.execute()
    const place = bodyContext(workspaceId)
    for (const { id, body } of rows) {
      if (body === null) continue
      const anew = resealWith(sealer, sum, sealer.isStaleBytes(body), () =>
        sealer.sealBytes(sealer.openBytes(body, place), place),
      )
      if (anew === null) continue
      await trx
        .updateTable('submissions')
        .set({ body: anew })
        .where('workspace_id', '=', workspaceId)
        .where('id', '=', id)
        .execute()
    }
    return { ...sum, last: rows.length === batchSize ? (rows.at(-1)?.id ?? null) : null }
  })
}
