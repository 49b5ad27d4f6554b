import { AppError } from '@intake/contracts/app-error'
import type { Db } from '@intake/database/create-database'
import type { ImportRow } from '@intake/database/tables'
import type { Caller } from '../workspace/caller.ts'
import { sees } from '../workspace/sight.ts'

/** The row of an import that has been received, and that the caller may know of. Throws `not_found`. */
export async function findImport(
  db: Db,
  caller: Pick<Caller, 'workspaceId' | 'isTest'>,
  id: string,
): Promise<ImportRow> {
  const row = await db
    .selectFrom('imports')
    .selectAll()
    .where('workspace_id', '=', caller.workspaceId)
    .where('id', '=', id)
    .where('status', '!=', 'RECEIVING')
    .executeTakeFirst()
  if (!row || !sees(caller, row)) throw new AppError('not_found', 'There is no such import.')
  return row
}
