import { AppError } from '@intake/contracts/app-error'
import type { Db } from '@intake/database/create-database'
import { runPrepared } from '@intake/database/prepared'
import { sql } from 'kysely'

/** What a call wants its idempotency key to stand for. */
export interface IdempotencyClaim {
  route: string
  key: string
  /** SHA-256 of the request's canonical body. */
  fingerprint: Buffer
  /** How long the answer is stored, seconds. */
  keepSeconds: number
}

/**
 * The answer stored under an idempotency key, or null when there is none in force. Throws `idempotency_key_reused` when
 * the key was used for another body.
 */
export async function readStoredAnswer(
  db: Db,
  workspaceId: string,
  claim: IdempotencyClaim,
): Promise<string | null> {
  const stored = await db
    .selectFrom('idempotency_keys')
    .select(['fingerprint', 'body'])
    .where('workspace_id', '=', workspaceId)
    .where('route', '=', claim.route)
    .where('key', '=', claim.key)
    .where('expires_at', '>', sql<Date>`now()`)
    .executeTakeFirst()
  if (!stored) return null
  if (!stored.fingerprint.equals(claim.fingerprint))
    throw new AppError(
      'idempotency_key_reused',
      'This Idempotency-Key was used for a request with another body.',
    )
  return stored.body
}

/** Stores other answers under keys that were claimed: whole ones in the caller's transaction, or what a batch found wrong after its commit. */
export async function storeAnswers(
  db: Db,
  answers: readonly { workspaceId: string; claim: IdempotencyClaim; body: string }[],
): Promise<void> {
  if (answers.length === 0) return
  await runPrepared(
    db,
    'store-answers',
    `update idempotency_keys k set body = b.body
      from unnest($1::uuid[], $2::text[], $3::text[], $4::text[])
        as b (workspace_id, route, key, body)
      where k.workspace_id = b.workspace_id and k.route = b.route and k.key = b.key`,
    [
      answers.map(({ workspaceId }) => workspaceId),
      answers.map(({ claim }) => claim.route),
      answers.map(({ claim }) => claim.key),
      answers.map(({ body }) => body),
    ],
  )
}
