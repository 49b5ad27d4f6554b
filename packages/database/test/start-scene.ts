import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeEmptyDatabase } from '@intake/testing/make-empty-database'
import { waitFor } from '@intake/testing/wait-for'
import pg from 'pg'
import type { MigrationEvent } from '../src/migrate/migration-event.ts'
import { type MigrateOptions, migrate } from '../src/migrate.ts'

export type Scene = Awaited<ReturnType<typeof startScene>>

/** An empty database, a directory for migrations of the test's own, and what tests do to a migrator. */
export async function startScene() {
  const { pool, url, close } = await makeEmptyDatabase()
  const directory = await mkdtemp(join(tmpdir(), 'intake-migrations-'))
  const sessions: pg.Client[] = []

  async function rows<Row extends pg.QueryResultRow>(sql: string): Promise<Row[]> {
    return (await pool.query<Row>(sql)).rows
  }

  return {
    /** Of one statement. */
    rows,
    /** Writes or overwrites a migration; its name has no `.sql`. */
    write: (name: string, sql: string) => writeFile(join(directory, `${name}.sql`), sql),
    /** Runs the migrator with what it tells in `events`. */
    migrate(options: MigrateOptions = {}, events: MigrationEvent[] = []) {
      return migrate(url, {
        directory,
        ...options,
        onProgress: async (event) => {
          events.push(event)
          await options.onProgress?.(event)
        },
      })
    },
    /** Another session, for as long as the scene lasts. */
    async session(): Promise<pg.Client> {
      const client = new pg.Client({ connectionString: url })
      client.on('error', () => undefined)
      await client.connect()
      sessions.push(client)
      return client
    },
    /** Waits until the migrator's connection waits for a lock of that type (`relation`, `transactionid`, `virtualxid`, …). */
    untilLocked(type: string) {
      return waitFor(`the migrator to wait for a lock: ${type}`, async () => {
        const found = await rows(
          `select from pg_locks join pg_stat_activity using (pid)
           where not granted and locktype = '${type}' and application_name = 'intake-migrate' and datname = current_database()`,
        )
        return found.length > 0
      })
    },
    /** Ends the migrator's connection from the server's side. */
    async terminateMigrator() {
      const ended = await rows(
        `select pg_terminate_backend(pid, 10000) from pg_stat_activity
         where application_name = 'intake-migrate' and datname = current_database()`,
      )
      if (ended.length !== 1) throw new Error(`${ended.length} migrators were running`)
    },
    async close() {
      await Promise.all(sessions.map((session) => session.end()))
      await close()
      await rm(directory, { recursive: true })
    },
  }
}
