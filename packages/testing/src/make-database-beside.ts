import { createDatabase, type Database } from '@intake/database/create-database'
import { migrate } from '@intake/database/migrate'
import { sql } from 'kysely'
import { makeWorkspace, type TestWorkspace } from './make-workspace.ts'

export interface DatabaseBeside extends Database {
  url: string
  workspace: TestWorkspace
}

/** A new, migrated database with a workspace on the server of another one: no gateway or worker of that one touches its rows. */
export async function makeDatabaseBeside(serverUrl: string, name: string): Promise<DatabaseBeside> {
  const server = createDatabase({ url: serverUrl, maxConnections: 1 })
  await sql`create database ${sql.id(name)}`.execute(server.db).finally(() => server.close())
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  await migrate(url.href)
  const database = createDatabase({ url: url.href, maxConnections: 2 })
  return { ...database, url: url.href, workspace: await makeWorkspace(database.db) }
}
