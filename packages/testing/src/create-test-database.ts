import { randomBytes } from 'node:crypto'
import { createDatabase, type Database, type Db } from '@intake/database/create-database'
import { preparedName } from '@intake/database/prepared'
import pg from 'pg'
import { inject } from 'vitest'
import { checkStatement } from './check-statement.ts'
import { templateDatabase } from './global-setup.ts'

export interface TestDatabase extends Database {
  url: string
  /** The same database for what a test itself looks at or changes. What goes through `db` is held against the rules of statements. */
  aside: Db
  /** The names that statements of `db` were prepared under meanwhile, in their order. */
  namesOf(work: () => Promise<unknown>): Promise<string[]>
}

/** A migrated, empty database for one test file, on the run's own Postgres. `close` drops it. */
export async function createTestDatabase(maxConnections = 10): Promise<TestDatabase> {
  const server = inject('databaseUrl')
  const name = `test_${randomBytes(6).toString('hex')}`
  await administer(server, `create database ${name} template ${templateDatabase}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  /** Kept only while somebody asks. */
  let seen: string[] | null = null
  const onStatement = (statement: string) => {
    checkStatement(statement)
    seen?.push(statement)
  }
  const database = createDatabase({ url: url.href, maxConnections, applicationName: name, onStatement })
  const aside = createDatabase({ url: url.href, maxConnections: 5, applicationName: `${name} aside` })
  return {
    ...database,
    aside: aside.db,
    url: url.href,
    async namesOf(work) {
      const statements: string[] = []
      seen = statements
      try {
        await work()
      } finally {
        seen = null
      }
      return statements.flatMap((statement) => preparedName(statement) ?? [])
    },
    close: async () => {
      await database.close()
      await aside.close()
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
