import { Kysely, PostgresDialect } from 'kysely'
import type pg from 'pg'
import { createPool } from './create-pool.ts'
import { parseDatabaseUrl } from './database-url.ts'
import type { GuardedClient } from './guarded-client.ts'
import { createServerList } from './server-list.ts'
import type { Tables } from './tables.ts'

const defaultStatementTimeoutMs = 30_000
/** How long beyond the server's own bound its answer may take, ms. */
const silenceMs = 2000

export interface DatabaseConfig {
  /** `postgres://…` address, see database-url.ts. */
  url: string
  /** Upper bound of this process's connections. */
  maxConnections: number
  /** Shown in pg_stat_activity. */
  applicationName?: string
  /** Bound of one statement, ms. */
  statementTimeoutMs?: number
  /** How long a caller waits for a connection, ms. */
  connectTimeoutMs?: number
  /** Greatest age of a connection, ms; 30 minutes unless said. */
  connectionMaxAgeMs?: number
  /**
   * What stands between us and Postgres. `transaction`: a pooler that lends a server's connection for one transaction
   * (PgBouncer). It takes no session settings, and what one transaction prepared the next doesn't find. `transaction-prepared`: one
   * that carries prepared statements along (PgBouncer from 1.21 on, with `max_prepared_statements`).
   */
  pooler?: Pooler
  /** Hears of each statement that goes through `db`, when it has ended well; for tests. What it throws fails the statement. */
  onStatement?: (statement: string) => void
  /** Hears of connections that break; the pool replaces them by itself. */
  onBrokenConnection?: (error: Error) => void
}

export type Pooler = 'none' | 'transaction' | 'transaction-prepared'

export type Db = Kysely<Tables>

export interface Database {
  db: Db
  /** For the few statements that must be named; everything else goes through `db`. */
  pool: pg.Pool
  /**
   * Resolves when the server takes writes. Throws `NotWritableError`, and lets go of its connections, when it doesn't; or what
   * keeps it from being asked.
   */
  checkWritable(): Promise<void>
  close(): Promise<void>
}

/**
 * A pool with Kysely on top, connected only to a server that takes writes: it looks when a connection is made, and again beside a
 * statement once a second, behind a pooler beside each. Every connection has synchronous_commit on (a 2xx means it is on disk) and jit
 * off (a bad estimate costs seconds of compilation, and no statement of ours gains from it). Behind a pooler these are the server's
 * own settings, see docs/postgres.md.
 * @throws DatabaseUrlError
 */
export function createDatabase(config: DatabaseConfig): Database {
  const { url, maxConnections, pooler = 'none', connectionMaxAgeMs = 1_800_000 } = config
  const { statementTimeoutMs = defaultStatementTimeoutMs, connectTimeoutMs = 5000 } = config
  const { servers, settings } = parseDatabaseUrl(url)
  const pool = createPool({
    settings: {
      application_name: config.applicationName ?? 'intake',
      ...(pooler === 'none' ? withSessionSettings(settings, statementTimeoutMs) : settings),
    },
    servers: createServerList(servers),
    keepsNames: pooler !== 'transaction',
    checkEveryMs: pooler === 'none' ? 1000 : 0,
    maxConnections,
    connectTimeoutMs,
    maxAgeMs: connectionMaxAgeMs,
    silenceMs: statementTimeoutMs + silenceMs,
    onBrokenConnection: config.onBrokenConnection,
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
  const checkWritable = async () => {
    const client = (await pool.connect()) as pg.PoolClient & GuardedClient
    await client.checkWritable().finally(() => client.release())
  }
  return { db, pool, checkWritable, close: () => db.destroy() }
}

/** Ours stand last and so win over those of the address; pg's own options for three of them would win over both. */
function withSessionSettings(
  {
    options,
    statement_timeout: _,
    lock_timeout: __,
    idle_in_transaction_session_timeout: ___,
    ...rest
  }: pg.ClientConfig,
  statementTimeoutMs: number,
): pg.ClientConfig {
  const ours = [
    'synchronous_commit=on',
    'jit=off',
    `statement_timeout=${statementTimeoutMs}`,
    // Shorter than a statement's own bound: waiting for others is told from having too much to do.
    `lock_timeout=${Math.min(10_000, Math.ceil(statementTimeoutMs * 0.8))}`,
    'idle_in_transaction_session_timeout=60000',
  ].map((setting) => `-c ${setting}`)
  return { ...rest, options: [...(options ? [options] : []), ...ours].join(' ') }
}
