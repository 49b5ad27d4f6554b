import type { Db } from '@intake/database/create-database'
import type { Storage } from '@intake/storage/storage'
import { type RawBuilder, sql } from 'kysely'
import { discardPendingFiles, notePendingFile } from '../documents/pending-files.ts'
import { removeFile } from './end-import.ts'
import { fileKey } from './file-key.ts'

const atOnce = 100
/** So many files that can't be removed are left to the next time: each may take as long as a time-out. */
const maxFailures = 3

interface ImportName {
  workspaceId: string
  id: string
}

export interface PruneImportsOptions {
  /** How long imports that have ended are kept. */
  keepSeconds: number
  /** An upload that takes longer has died with its gateway. */
  uploadSeconds: number
}

/**
 * Removes files that imports left behind, uploads that broke off with their gateway, and imports whose time is over, with their results;
 * a hundred of each. Answers how many imports, and what kept files from going: these are tried again. Safe to run at once.
 */
export async function pruneImports(
  ctx: { db: Db; storage: Pick<Storage, 'remove'> },
  { keepSeconds, uploadSeconds }: PruneImportsOptions,
): Promise<{ removed: number; failures: unknown[] }> {
  const failures: unknown[] = []
  const note = (error: unknown) => failures.push(error)
  // In any order, so that files that can't be removed keep no others from it.
  const leftOver = await namesOf(
    ctx.db,
    sql`status in ('COMPLETED', 'CANCELLED') and has_file and completed_at < now() - interval '10 seconds' order by random()`,
  )
  for (const one of leftOver) if (failures.length < maxFailures) await removeFile(ctx, one).catch(note)
  const brokenOff = sql`status = 'RECEIVING' and created_at < now() - make_interval(secs => ${uploadSeconds})`
  const over = sql`status in ('COMPLETED', 'FAILED', 'CANCELLED') and completed_at < now() - make_interval(secs => ${keepSeconds})`
  let removed = 0
  for (const condition of [brokenOff, over])
    for (const one of await namesOf(ctx.db, condition)) {
      if (!(await removeRow(ctx.db, one, condition))) continue
      removed += 1
      if (failures.length >= maxFailures) continue
      await discardPendingFiles(ctx.db, ctx.storage, {
        workspaceId: one.workspaceId,
        keys: [fileKey(one)],
      }).catch(note)
    }
  return { removed, failures }
}

async function namesOf(db: Db, condition: RawBuilder<unknown>): Promise<ImportName[]> {
  const { rows } = await sql<ImportName>`
    select workspace_id as "workspaceId", id from imports where ${condition} limit ${atOnce}`.execute(db)
  return rows
}

/** The row goes first, for an upload may end yet; its file is noted with that, so that it goes too, sooner or later. */
async function removeRow(
  db: Db,
  { workspaceId, id }: ImportName,
  condition: RawBuilder<unknown>,
): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ has_file: boolean }>`
      delete from imports where workspace_id = ${workspaceId} and id = ${id} and ${condition} returning has_file`.execute(
      trx,
    )
    if (rows[0]?.has_file) await notePendingFile(trx, workspaceId, fileKey({ workspaceId, id }))
    return rows.length > 0
  })
}
