import type { Db } from '@intake/database/create-database'
import type { Storage } from '@intake/storage/storage'
import { sql } from 'kysely'
import type { ImportLease } from './claim-import.ts'
import { fileKey } from './file-key.ts'
import { countLines, createdLine, readStored } from './row-results.ts'
import { rowRoute } from './row-route.ts'

export interface ImportEnd {
  status: 'COMPLETED' | 'FAILED' | 'CANCELLED'
  error?: string
}

/**
 * Ends an import. Rows that were written since the last checkpoint are recorded by the answers kept of them, so that the results name
 * every lead. Then its file goes, except of one that failed: the storage may be why, and the file turn up again. One that stays is for pruning to
 * find. False when the lease isn't in force any more.
 */
export async function endImport(
  ctx: { db: Db; storage: Pick<Storage, 'remove'> },
  { workspaceId, id, leaseId }: ImportLease,
  { status, error }: ImportEnd,
): Promise<boolean> {
  const isEnded = await ctx.db.transaction().execute(async (trx) => {
    const mine = await trx
      .selectFrom('imports')
      .select('chunks')
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', id)
      .where('lease_id', '=', leaseId)
      .forNoKeyUpdate()
      .executeTakeFirst()
    if (!mine) return false
    const lines = await takeKept(trx, workspaceId, id)
    if (lines.length > 0)
      await trx
        .insertInto('import_chunks')
        .values({ workspace_id: workspaceId, import_id: id, number: mine.chunks, results: lines.join('\n') })
        .execute()
    const { rows, created, merged, warned } = countLines(lines)
    await sql`
      update imports set status = ${status}, byte_offset = case when ${status === 'COMPLETED'} then size else byte_offset end, error = ${error ?? null}, completed_at = now(), lease_id = null, leased_until = null,
        rows_read = rows_read + ${rows}, created = created + ${created}, merged = merged + ${merged}, warned = warned + ${warned}
      where workspace_id = ${workspaceId} and id = ${id}`.execute(trx)
    return true
  })
  if (isEnded && status !== 'FAILED') await removeFile(ctx, { workspaceId, id }).catch(() => undefined)
  return isEnded
}

/** Removes the file of an import that has ended. */
export async function removeFile(
  { db, storage }: { db: Db; storage: Pick<Storage, 'remove'> },
  { workspaceId, id }: { workspaceId: string; id: string },
): Promise<void> {
  await storage.remove([fileKey({ workspaceId, id })])
  await db
    .updateTable('imports')
    .set({ has_file: false })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .execute()
}

async function takeKept(trx: Db, workspaceId: string, id: string): Promise<string[]> {
  const kept = await trx
    .deleteFrom('idempotency_keys')
    .where('workspace_id', '=', workspaceId)
    .where('route', '=', rowRoute(id))
    .returning(['key', 'body', 'lead_ids'])
    .execute()
  return kept
    .sort((one, other) => Number(one.key) - Number(other.key))
    .map(({ key, body, lead_ids: [leadId = ''] }) => {
      const written = body === null ? { leadId, result: 'created' as const, warnings: [] } : readStored(body)
      return createdLine({ row: Number(key) }, written, written.warnings)
    })
}
