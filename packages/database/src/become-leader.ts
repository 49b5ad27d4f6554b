import { sql } from 'kysely'
import type { Db } from './create-database.ts'

/** Whether no other process does this work right now: holds the advisory lock `key` until the transaction ends, if nobody else does. */
export async function becomeLeader(trx: Db, key: number): Promise<boolean> {
  const { rows } = await sql<{
    locked: boolean
  }>`select pg_try_advisory_xact_lock(${key}) as locked`.execute(trx)
  return rows[0]?.locked ?? false
}
