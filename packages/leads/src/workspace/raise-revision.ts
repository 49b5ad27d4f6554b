import type { Db } from '@intake/database/create-database'
import { sql } from 'kysely'

/**
 * Says that keys, workspaces, templates or webhook endpoints have changed: every process drops what it has cached of them. Every verb that
 * changes one of these calls it, in the transaction of the change.
 */
export async function raiseRevision(trx: Db): Promise<void> {
  await trx.updateTable('configuration_revision').set({ revision: sql<string>`revision + 1` }).execute()
}
