import { AppError } from '@intake/contracts/app-error'
import type { Db } from '@intake/database/create-database'
import type { ImportRow } from '@intake/database/tables'

/** The row of an import that has been received. Throws `not_found`. */
export async function findImport(db: Db, workspaceId: string, id: string): Promise<ImportRow> {
  const row = await db
    .selectFrom('imports')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .where('status', '!=', 'RECEIVING')
    .executeTakeFirst()
  if (!row) throw new AppError('not_found', 'There is no such import.')
  return row
}
