import { sql } from 'kysely'
import type { Db } from './create-database.ts'

/** Any constant will do; all processes must share it. The second half of the lock is made of the look's name. */
const lockSpace = 7_265_020

export interface LookOptions {
  /** No statement may take longer, ms. */
  timeoutMs?: number
}

/** A look at what all workspaces hold together, in a transaction that changes nothing. Rejects when a statement needs longer than `timeoutMs`. */
export async function look<Value>(
  db: Db,
  load: (trx: Db) => Promise<Value>,
  { timeoutMs = 1500 }: LookOptions = {},
): Promise<Value> {
  return db
    .transaction()
    .setAccessMode('read only')
    .execute(async (trx) => {
      await boundStatements(trx, timeoutMs)
      return load(trx)
    })
}

/**
 * A {@link look} that all processes share: what one of them saw less than `maxAgeMs` ago is good enough for the others, and only one looks at a time. A value
 * is numbers and texts that JSON keeps. Rejects when the look needs longer than `timeoutMs`, or the wait for another one does.
 */
export async function lookTogether<Value>(
  db: Db,
  load: (trx: Db) => Promise<Value>,
  { name, maxAgeMs, timeoutMs = 1500 }: LookOptions & { name: string; maxAgeMs: number },
): Promise<Value> {
  const seen = await lastSeen<Value>(db, name, maxAgeMs)
  if (seen) return seen.value
  return db.transaction().execute(async (trx) => {
    await boundStatements(trx, timeoutMs)
    await sql`select pg_advisory_xact_lock(${lockSpace}, hashtext(${name}))`.execute(trx)
    // Whom it waited for has looked.
    const fresh = await lastSeen<Value>(trx, name, maxAgeMs)
    if (fresh) return fresh.value
    const value = await load(trx)
    await sql`
      insert into fleet_readings (name, value, read_at) values (${name}, ${JSON.stringify(value)}::jsonb, clock_timestamp())
      on conflict (name) do update set value = excluded.value, read_at = excluded.read_at`.execute(trx)
    return value
  })
}

const boundStatements = (trx: Db, timeoutMs: number) =>
  sql`set local statement_timeout = ${sql.lit(timeoutMs)}`.execute(trx)

async function lastSeen<Value>(
  db: Db,
  name: string,
  maxAgeMs: number,
): Promise<{ value: Value } | undefined> {
  const { rows } = await sql<{ value: Value }>`
    select value from fleet_readings where name = ${name} and read_at > clock_timestamp() - make_interval(secs => ${maxAgeMs / 1000}::float8)`.execute(
    db,
  )
  return rows[0]
}
