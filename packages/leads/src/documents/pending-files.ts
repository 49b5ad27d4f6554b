import { AppError } from '@intake/contracts/app-error'
import type { Db } from '@intake/database/create-database'
import type { Storage } from '@intake/storage/storage'
import { sql } from 'kysely'

/** What is stored but belongs to nothing yet: noted before the file is, and forgotten with what makes it somebody's. */
interface Files {
  workspaceId: string
  keys: readonly string[]
}

type Remover = Pick<Storage, 'remove'>

/** Notes a file that is about to be stored. To be committed before it is. One that belongs to nothing is kept for `keepSeconds` at least. */
export async function notePendingFile(
  db: Db,
  workspaceId: string,
  key: string,
  { keepSeconds = 0 }: { keepSeconds?: number } = {},
): Promise<void> {
  await db
    .insertInto('pending_files')
    .values({
      workspace_id: workspaceId,
      storage_key: key,
      created_at: sql<Date>`now() + make_interval(secs => ${keepSeconds})`,
    })
    .execute()
}

/** In the transaction that makes the files somebody's. Throws `unavailable` when the sweeper was faster. */
export async function claimPendingFiles(trx: Db, { workspaceId, keys }: Files): Promise<void> {
  const claimed = await trx
    .deleteFrom('pending_files')
    .where('workspace_id', '=', workspaceId)
    .where('storage_key', 'in', keys)
    .where('doomed_at', 'is', null)
    .returning('storage_key')
    .execute()
  if (claimed.length !== keys.length)
    throw new AppError('unavailable', 'The files took too long to arrive; send them again.', {
      retryAfter: 1,
    })
}

/**
 * Removes those of the files that still belong to nothing. They are doomed first, which waits for a transaction that may yet claim
 * them; no transaction waits for the store.
 */
export async function discardPendingFiles(
  db: Db,
  storage: Remover,
  { workspaceId, keys }: Files,
): Promise<void> {
  if (keys.length === 0) return
  const doomed = await db
    .updateTable('pending_files')
    .set({ doomed_at: sql<Date>`now()` })
    .where('workspace_id', '=', workspaceId)
    .where('storage_key', 'in', keys)
    .returning('storage_key')
    .execute()
  for (const { storage_key } of doomed) await removeFile(db, storage, workspaceId, storage_key)
}

/** Dooms the files of leads' documents, in the transaction that removes these. The sweeper removes them; should it be killed, it tries again. */
export async function doomFilesOf(trx: Db, workspaceId: string, leadIds: readonly string[]): Promise<void> {
  await sql`
    insert into pending_files (workspace_id, storage_key, doomed_at, created_at)
    select workspace_id, storage_key, now(), 'epoch' from documents where workspace_id = ${workspaceId} and lead_id = any(${leadIds}::uuid[])
    on conflict do nothing`.execute(trx)
}

/**
 * Removes files that belong to nothing although the calls that sent them have long ended, some at a time. Answers how many went, and
 * what kept others from going; these are tried again after all others.
 */
export async function sweepPendingFiles(
  { db, storage }: { db: Db; storage: Remover },
  olderThanSeconds: number,
): Promise<{ removed: number; failures: unknown[] }> {
  const { rows: doomed } = await sql<{ workspace_id: string; storage_key: string }>`
    update pending_files p set doomed_at = now() from (
      select f.workspace_id, f.storage_key from workspaces w join pending_files f on f.workspace_id = w.id
      where f.created_at < now() - make_interval(secs => ${olderThanSeconds})
      order by f.doomed_at nulls first limit 20 for update of f skip locked
    ) old
    where p.workspace_id = old.workspace_id and p.storage_key = old.storage_key
    returning p.workspace_id, p.storage_key`.execute(db)
  const failures: unknown[] = []
  for (const { workspace_id, storage_key } of doomed)
    await removeFile(db, storage, workspace_id, storage_key).catch((error: unknown) => failures.push(error))
  return { removed: doomed.length - failures.length, failures }
}

/** The file first: while the row is there, another try will be made. */
async function removeFile(db: Db, storage: Remover, workspaceId: string, key: string): Promise<void> {
  await storage.remove([key])
  await db
    .deleteFrom('pending_files')
    .where('workspace_id', '=', workspaceId)
    .where('storage_key', '=', key)
    .execute()
}
