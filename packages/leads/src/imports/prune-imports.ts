import type { Db } from '@intake/database/create-database'
import type { Storage } from '@intake/storage/storage'
import { sql } from 'kysely'
import { removeFile } from './end-import.ts'
import { fileKey } from './file-key.ts'

/** An upload that takes longer has died with its gateway. */
const longestUpload = '1 day'
const atOnce = 100

interface ImportName {
  workspaceId: string
  id: string
}

/**
 * Removes files that imports left behind, and imports that ended more than `keepSeconds` ago, with their results; a hundred of each.
 * Answers how many imports. Safe to run at once.
 */
export async function pruneImports(
  ctx: { db: Db; storage: Pick<Storage, 'remove'> },
  { keepSeconds }: { keepSeconds: number },
): Promise<number> {
  const { rows: ended } = await sql<ImportName>`
    select workspace_id as "workspaceId", id from imports
    where status in ('COMPLETED', 'CANCELLED') and has_file
      and coalesce(completed_at, created_at) < now() - interval '10 seconds' limit ${atOnce}`.execute(ctx.db)
  for (const one of ended) await removeFile(ctx, one)
  const { rows: old } = await sql<ImportName>`
    select workspace_id as "workspaceId", id from imports
    where status not in ('RECEIVED', 'RUNNING') and coalesce(completed_at, created_at) < now() - case status
      when 'RECEIVING' then ${longestUpload}::interval else make_interval(secs => ${keepSeconds}) end
    limit ${atOnce}`.execute(ctx.db)
  if (old.length === 0) return 0
  await ctx.storage.remove(old.map((one) => fileKey(one)))
  for (const { workspaceId, id } of old)
    await ctx.db
      .deleteFrom('imports')
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', id)
      .where('status', 'not in', ['RECEIVED', 'RUNNING'])
      .execute()
  return old.length
}
