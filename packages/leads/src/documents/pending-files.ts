import type { Db } from '@intake/database/create-database'
import type { Storage } from '@intake/storage/storage'
import { sql } from 'kysely'

/** What is stored but belongs to nothing yet: noted before the file is, and forgotten with what makes it somebody's. */
interface Files {
  workspaceId: string
  keys: readonly string[]
}

/** Notes a file that is about to be stored. To be committed before it is. */
export async function notePendingFile(db: Db, workspaceId: string, key: string): Promise<void> {
  await db.insertInto('pending_files').values({ workspace_id: workspaceId, storage_key: key }).execute()
}

/** In the transaction that makes the files somebody's. Throws when one has been removed meanwhile. */
export async function claimPendingFiles(trx: Db, { workspaceId, keys }: Files): Promise<void> {
  const claimed = await trx
    .deleteFrom('pending_files')
    .where('workspace_id', '=', workspaceId)
    .where('storage_key', 'in', keys)
    .returning('storage_key')
    .execute()
  if (claimed.length !== keys.length) throw new Error('a file was removed before it was claimed')
}

/** Removes those of the files that still belong to nothing. */
export async function discardPendingFiles(db: Db, storage: Storage, files: Files): Promise<void> {
  if (files.keys.length === 0) return
  await db.transaction().execute(async (trx) => {
    const pending = await trx
      .selectFrom('pending_files')
      .select(['workspace_id', 'storage_key'])
      .where('workspace_id', '=', files.workspaceId)
      .where('storage_key', 'in', files.keys)
      .forUpdate()
      .execute()
    await remove(trx, storage, pending)
  })
}

/** Removes files that belong to nothing although the calls that sent them have long ended. Answers how many, 100 at most. */
export async function sweepPendingFiles(
  { db, storage }: { db: Db; storage: Storage },
  olderThanSeconds: number,
): Promise<number> {
  return db.transaction().execute(async (trx) => {
    const old = await trx
      .selectFrom('workspaces')
      .innerJoin('pending_files', 'pending_files.workspace_id', 'workspaces.id')
      .select(['pending_files.workspace_id', 'pending_files.storage_key'])
      .where('pending_files.created_at', '<', sql<Date>`now() - make_interval(secs => ${olderThanSeconds})`)
      .limit(100)
      .forUpdate('pending_files')
      .skipLocked()
      .execute()
    await remove(trx, storage, old)
    return old.length
  })
}

async function remove(
  trx: Db,
  storage: Storage,
  files: readonly { workspace_id: string; storage_key: string }[],
): Promise<void> {
  // The file first: while the row is there, another try will be made.
  await storage.remove(files.map((file) => file.storage_key))
  for (const { workspace_id, storage_key } of files)
    await trx
      .deleteFrom('pending_files')
      .where('workspace_id', '=', workspace_id)
      .where('storage_key', '=', storage_key)
      .execute()
}
