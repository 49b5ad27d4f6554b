import { randomBytes } from 'node:crypto'
import { createDatabase, type Database } from '@intake/database/create-database'
import { inject } from 'vitest'

/** A database without any schema, on the run's own Postgres. `close` drops it. */
export async function makeEmptyDatabase(): Promise<Database & { url: string }> {
  const server = createDatabase({ url: inject('databaseUrl'), maxConnections: 1 })
  const name = `empty_${randomBytes(6).toString('hex')}`
  await server.pool.query(`create database ${name} template template0`)
  const url = new URL(inject('databaseUrl'))
  url.pathname = `/${name}`
  const database = createDatabase({ url: url.href, maxConnections: 2 })
  return {
    ...database,
    url: url.href,
    close: async () => {
      await database.close()
      await server.pool.query(`drop database ${name} with (force)`)
      await server.close()
    },
  }
}
