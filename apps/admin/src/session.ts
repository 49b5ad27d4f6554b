import { checkSchema } from '@intake/database/check-schema'
import { createDatabase, type Database } from '@intake/database/create-database'
import { findDatabaseUrl } from './find-database-url.ts'
import type { Output, Streams } from './output.ts'

/** What every command is given: where to write, and the database on demand. */
export interface Session {
  output: Output
  stderr: Streams['stderr']
  databaseUrl(): string
  /** Runs `work` on the database once its schema is known to be new enough, and closes it. */
  withDatabase<Result>(work: (ctx: Database) => Promise<Result>, maxConnections?: number): Promise<Result>
}

/** Nothing is opened before a command asks for it, so that `--help` works anywhere. */
export function createSession(
  environment: Record<string, string | undefined>,
  output: Output,
  stderr: Streams['stderr'],
): Session {
  const databaseUrl = () => findDatabaseUrl(environment, output.note)
  return {
    output,
    stderr,
    databaseUrl,
    withDatabase: async (work, maxConnections = 2) => {
      const database = createDatabase({
        url: databaseUrl(),
        maxConnections,
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
