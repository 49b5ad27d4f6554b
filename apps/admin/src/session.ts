import { checkSchema } from '@intake/database/check-schema'
import { createDatabase, type Db } from '@intake/database/create-database'
import { findDatabaseUrl } from './find-database-url.ts'
import type { Output } from './output.ts'

/** What every command is given: where to write, and the database on demand. */
export interface Session {
  output: Output
  databaseUrl(): string
  /** Runs `work` on the database once its schema is known to be new enough, and closes it. */
  withDatabase<Result>(work: (ctx: { db: Db }) => Promise<Result>): Promise<Result>
}

/** Nothing is opened before a command asks for it, so that `--help` works anywhere. */
export function createSession(environment: Record<string, string | undefined>, output: Output): Session {
  const databaseUrl = () => findDatabaseUrl(environment, output.note)
  return {
    output,
    databaseUrl,
    withDatabase: async (work) => {
      const database = createDatabase({
        url: databaseUrl(),
        maxConnections: 2,
        applicationName: 'intake-admin',
      })
      try {
        await checkSchema(database.db)
        return await work(database)
      } finally {
        await database.close()
      }
    },
  }
}
