import { Kysely, PostgresDialect, type PostgresPoolClient } from 'kysely'
import type { Db } from './create-database.ts'
import type { Connection } from './in-transaction.ts'
import type { Tables } from './tables.ts'

/** Kysely on one connection, for queries that belong to a transaction which was begun outside of Kysely. */
export function onConnection(connection: Connection): Db {
  // Kysely gives back what it was lent after each query; the transaction's owner decides when that is.
  const lent: PostgresPoolClient = { query: connection.query.bind(connection), release: () => undefined }
  const pool = { connect: async () => lent, end: async () => undefined }
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
}
