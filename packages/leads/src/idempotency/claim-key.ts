import { AppError } from '@intake/contracts/app-error'
import type { Db } from '@intake/database/create-database'
import { sqlState } from '@intake/database/database-error'
import { sql } from 'kysely'
import type { IdempotencyClaim } from './stored-answer.ts'

const keyWait = '2s'

/**
 * Claims an idempotency key in the caller's transaction; an expired one is taken over. False when the key has an answer.
 * A call that is still running holds the key's row until it commits: throws `idempotency_key_in_use` after a while.
 */
export async function claimKey(trx: Db, workspaceId: string, claim: IdempotencyClaim): Promise<boolean> {
  await sql`set local lock_timeout = ${sql.lit(keyWait)}`.execute(trx)
  try {
    const { rows } = await sql`
      insert into idempotency_keys as k (workspace_id, route, key, fingerprint, status, body, created_at, expires_at)
      values (${workspaceId}, ${claim.route}, ${claim.key}, ${claim.fingerprint}, 200, '', now(),
        now() + make_interval(secs => ${claim.keepSeconds}))
      on conflict (workspace_id, route, key) do update
        set fingerprint = excluded.fingerprint, created_at = excluded.created_at, expires_at = excluded.expires_at
        where k.expires_at <= excluded.created_at
      returning key`.execute(trx)
    await sql`set local lock_timeout to default`.execute(trx)
    return rows.length > 0
  } catch (error) {
    if (sqlState(error) !== '55P03') throw error
    throw keyInUse(error)
  }
}

/** What a call is refused with while another one with its key is running. */
export function keyInUse(cause?: unknown): AppError {
  return new AppError('idempotency_key_in_use', 'A call with this Idempotency-Key is still running.', {
    retryAfter: 1,
    cause,
  })
}
