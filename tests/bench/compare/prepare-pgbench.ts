import { makeDatabaseBeside } from '@intake/testing/make-database-beside'
import { sql } from 'kysely'
import { tagNames } from '../load/make-body.ts'

export interface PgbenchDatabase {
  databaseUrl: string
  workspaceId: string
}

/** A database of its own beside the service's, with a workspace and the tags. */
export async function preparePgbench(serverUrl: string): Promise<PgbenchDatabase> {
  const { db, url, workspace, close } = await makeDatabaseBeside(serverUrl, 'pgbench')
  await sql`insert into tags (workspace_id, id, name, tag_key)
    select ${workspace.id}::uuid, gen_random_uuid(), name, name from unnest(${tagNames}::text[]) as name`
    .execute(db)
    .finally(close)
  return { databaseUrl: url, workspaceId: workspace.id }
}
