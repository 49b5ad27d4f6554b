import { randomBytes } from 'node:crypto'
import { createDatabase, type Database } from '@intake/database/create-database'
import pg from 'pg'
import { inject } from 'vitest'
import { templateDatabase } from './global-setup.ts'

export interface TestDatabase extends Database {
  url: string
}

/** A migrated, empty database for one test file, on the run's own Postgres. `close` drops it. */
export async function createTestDatabase(maxConnections = 10): Promise<TestDatabase> {
  const server = inject('databaseUrl')
  const name = `test_${randomBytes(6).toString('hex')}`
  await administer(server, `create database ${name} template ${templateDatabase}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  const database = createDatabase({ url: url.href, maxConnections, applicationName: name })
  return {
    ...database,
    url: url.href,
    close: async () => {
      await database.close()
      await administer(server, `drop database ${name} with (force)`)
    },
  }
}

async function administer(server: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
