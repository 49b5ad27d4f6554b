import { AppError } from '@intake/contracts/app-error'
import type { ImportAnswer } from '@intake/contracts/imports'
import type { Db } from '@intake/database/create-database'
import { sql } from 'kysely'
import { type Caller, requireScope } from '../authenticate.ts'
import { findImport } from './find-import.ts'
import { presentImport } from './present-import.ts'

/**
 * Stops an import: at once where nobody has begun with it, else as soon as the rows under way are recorded. What it has taken in stays;
 * one that has ended stays as it is. A test key stops test imports only. Throws `forbidden` or `not_found`.
 */
export async function cancelImport(ctx: { db: Db; caller: Caller }, id: string): Promise<ImportAnswer> {
  requireScope(ctx.caller, 'leads:write')
  const { workspaceId, isTest } = ctx.caller
  const found = await findImport(ctx.db, workspaceId, id)
  if (isTest && !found.is_test) throw new AppError('forbidden', 'A test key stops test imports only.')
  await sql`
    update imports set cancel_requested_at = coalesce(cancel_requested_at, now()),
      status = case status when 'RECEIVED' then 'CANCELLED' else status end,
      completed_at = case status when 'RECEIVED' then now() end
    where workspace_id = ${workspaceId} and id = ${id} and status in ('RECEIVED', 'RUNNING')`.execute(ctx.db)
  return { import: presentImport(await findImport(ctx.db, workspaceId, id)) }
}
