import type { ListImportsAnswer, ListImportsQuery } from '@intake/contracts/imports'
import type { Db } from '@intake/database/create-database'
import { makeCursor, readCursor } from '../ids/cursor.ts'
import { type Caller, requireScope } from '../workspace/caller.ts'
import { presentImport } from './present-import.ts'

const defaultLimit = 50

/** The workspace's imports that the caller may know of, newest first. Throws `forbidden`, and `invalid_request` for a bad cursor. */
export async function listImports(
  ctx: { db: Db; caller: Caller },
  { limit = defaultLimit, cursor, status }: ListImportsQuery,
): Promise<ListImportsAnswer> {
  requireScope(ctx.caller, 'leads:read')
  const { workspaceId, isTest } = ctx.caller
  const scope = [workspaceId, 'imports', status ?? null, isTest]
  let query = ctx.db
    .selectFrom('imports')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('status', '!=', 'RECEIVING')
    .orderBy('id', 'desc')
    .limit(limit + 1)
  if (cursor !== undefined) query = query.where('id', '<', readCursor(scope, cursor))
  if (isTest) query = query.where('is_test', '=', true)
  if (status) query = query.where('status', '=', status)
  const rows = await query.execute()
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    imports: page.map(presentImport),
    nextCursor: rows.length > limit && last ? makeCursor(scope, last.id) : null,
  }
}
