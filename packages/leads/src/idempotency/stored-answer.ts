import { AppError } from '@intake/contracts/app-error'
import type { Db } from '@intake/database/create-database'
import { sqlState } from '@intake/database/database-error'
import { runPrepared } from '@intake/database/prepared'
import { sql } from 'kysely'
import { inForm, type Showing } from '../workspace/sight.ts'

/** What a call wants its idempotency key to stand for. */
export interface IdempotencyClaim {
  route: string
  key: string
  /** SHA-256 of the request's canonical body. */
  fingerprint: Buffer
  /** How long the answer is stored, seconds. */
  keepSeconds: number
  /** The key is the lead's own id at its sender: it names the lead, and no answer is stored under it. */
  isNatural?: true
}

/** What is stored under a key that was claimed. */
export interface StoredAnswer {
  /** Null while the call that claimed the key has written its lead, but has not answered: its process may have ended. */
  body: string | null
  /** The leads that the answer shows; of a create its own first. */
  leadIds: string[]
}

/**
 * The answer stored under an idempotency key, or null when there is none in force. It is shown as its reader may see it: the caller that it
 * was made for may have seen more. Throws `idempotency_key_reused` when the key was used for another body.
 */
export async function readStoredAnswer(
  db: Db,
  workspaceId: string,
  claim: IdempotencyClaim,
  showing: Showing,
): Promise<StoredAnswer | null> {
  const stored = await db
    .selectFrom('idempotency_keys')
    .select(['fingerprint', 'body', 'lead_ids'])
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
  return { body: stored.body === null ? null : showTo(stored.body, showing), leadIds: stored.lead_ids }
}

/** A replay is the first answer, whatever is preferred now; only who may not see it gets less. */
function showTo(body: string, showing: Showing): string {
  return showing.form === 'blind' ? JSON.stringify(inForm(JSON.parse(body), showing)) : body
}

export interface AnswerToStore extends Showing {
  workspaceId: string
  claim: IdempotencyClaim
  body: string
  /** The leads that it shows. */
  leadIds: readonly string[]
}

/**
 * Stores answers under keys that were claimed. The first one of a key stands: answers what each call is to be told, its own body unless
 * another call with its key was faster.
 */
export async function storeAnswers(db: Db, answers: readonly AnswerToStore[]): Promise<string[]> {
  if (answers.length === 0) return []
  // Bodies go in as one parameter of bytes, cut up by Postgres: quoted once more, as JSON or as an array, they cost twice as much.
  const bodies = answers.map(({ body }) => Buffer.from(body))
  let end = 0
  const places = answers.map(({ workspaceId, claim: { route, key }, leadIds }, ord) => {
    const start = end + 1
    const { length } = bodies[ord] as Buffer
    end += length
    return { ord, workspace_id: workspaceId, route, key, start, length, lead_ids: leadIds }
  })
  const stored = await runPrepared<{ ord: number }>(db, 'store-answers', storeText, [
    JSON.stringify(places),
    Buffer.concat(bodies),
  ])
  const isStored = new Set(stored.map(({ ord }) => ord))
  const told: string[] = []
  for (const [ord, answer] of answers.entries()) {
    const { workspaceId, claim, body } = answer
    const first = isStored.has(ord) ? null : await readStoredAnswer(db, workspaceId, claim, answer)
    told.push(first?.body ?? body)
  }
  return told
}

const storeText = `
  update idempotency_keys k set body = convert_from(substring($2::bytea from a.start for a.length), 'UTF8'), lead_ids = a.lead_ids
  from jsonb_to_recordset($1::jsonb)
    as a (ord int, workspace_id uuid, route text, key text, start int, length int, lead_ids uuid[])
  where k.workspace_id = a.workspace_id and k.route = a.route and k.key = a.key and k.body is null
  returning a.ord`

const keyWait = '2s'

/**
 * Claims an idempotency key in the caller's transaction; an expired one is taken over. False when the key has an answer.
 * `leadIds` stand for it until there is an answer. A call that is still running holds the key's row until it commits: throws `idempotency_key_in_use` after a while.
 */
export async function claimKey(
  trx: Db,
  workspaceId: string,
  claim: IdempotencyClaim,
  leadIds: readonly string[] = [],
): Promise<boolean> {
  await sql`set local lock_timeout = ${sql.lit(keyWait)}`.execute(trx)
  try {
    const { rows } = await sql`
      insert into idempotency_keys as k (workspace_id, route, key, fingerprint, status, lead_ids, created_at, expires_at)
      values (${workspaceId}, ${claim.route}, ${claim.key}, ${claim.fingerprint}, 200, ${leadIds}::uuid[], now(),
        now() + make_interval(secs => ${claim.keepSeconds}))
      on conflict (workspace_id, route, key) do update
        set fingerprint = excluded.fingerprint, body = null, lead_ids = excluded.lead_ids, created_at = excluded.created_at, expires_at = excluded.expires_at
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
