import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { endWhenSilent } from './end-when-silent.ts'
import { NamingClient } from './naming-client.ts'
import type { Tables } from './tables.ts'
import { UnnamedClient } from './unnamed-client.ts'

const defaultStatementTimeoutMs = 30_000
/** How long beyond the server's own bound its answer may take, ms. */
const silenceMs = 2000

export interface DatabaseConfig {
  /** `postgres://…` address. */
  url: string
  /** Upper bound of this process's connections. */
  maxConnections: number
  /** Shown in pg_stat_activity. */
  applicationName?: string
  /** Bound of one statement, ms. */
  statementTimeoutMs?: number
  /** How long a caller waits for a connection, ms. */
  connectTimeoutMs?: number
  /**
   * What stands between us and Postgres. `transaction`: a pooler that lends a server's connection for one transaction
   * (PgBouncer). It takes no session settings, and what one transaction prepared the next doesn't find.
   */
  pooler?: Pooler
  /** Hears of each statement that goes through `db`, when it has ended well; for tests. What it throws fails the statement. */
  onStatement?: (statement: string) => void
  /** Hears of connections that break; the pool replaces them by itself. */
  onBrokenConnection?: (error: Error) => void
}

export type Pooler = 'none' | 'transaction'

export type Db = Kysely<Tables>

export interface Database {
  db: Db
  /** For the few statements that must be named; everything else goes through `db`. */
  pool: pg.Pool
  close(): Promise<void>
}

/**
 * A pool with Kysely on top. Every connection has synchronous_commit on (a 2xx means it is on disk) and jit off (a
 * bad estimate costs seconds of compilation, and no statement of ours gains from it). Behind a pooler these are the
 * server's own settings, see docs/postgres.md.
 */
export function createDatabase(config: DatabaseConfig): Database {
  const isPooled = config.pooler === 'transaction'
  const pool = new pg.Pool({
    connectionString: config.url,
    max: config.maxConnections,
    application_name: config.applicationName ?? 'intake',
    connectionTimeoutMillis: config.connectTimeoutMs ?? 5000,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    ...(isPooled ? { Client: UnnamedClient } : { Client: NamingClient, options: sessionSettings(config) }),
  })
  const note = (error: Error) => config.onBrokenConnection?.(error)
  pool.on('error', note)
  // The pool listens on idle connections only; one that breaks while it is lent out would end the process.
  pool.on('connect', (client) => {
    client.on('error', note)
    endWhenSilent(client, (config.statementTimeoutMs ?? defaultStatementTimeoutMs) + silenceMs)
  })
  const { onStatement } = config
  const db = new Kysely<Tables>({
    dialect: new PostgresDialect({ pool }),
    ...(onStatement && {
      log: (event) => {
        if (event.level === 'query') onStatement(event.query.sql)
      },
    }),
  })
  return { db, pool, close: () => db.destroy() }
}

function sessionSettings({ statementTimeoutMs = defaultStatementTimeoutMs }: DatabaseConfig): string {
  return [
    '-c synchronous_commit=on',
    '-c jit=off',
    `-c statement_timeout=${statementTimeoutMs}`,
    '-c lock_timeout=10000',
    '-c idle_in_transaction_session_timeout=60000',
  ].join(' ')
}
