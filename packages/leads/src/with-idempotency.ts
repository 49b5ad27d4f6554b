import { AppError } from '@intake/contracts/app-error'
import type { Db } from '@intake/database/create-database'
import { isPassing, sqlState } from '@intake/database/database-error'
import { sql } from 'kysely'
import type { Caller } from './authenticate.ts'
import type { ConfigurationCache, WorkspaceConfiguration } from './configuration-cache.ts'
import { readKeptAnswer } from './kept-answer.ts'
import type { IdempotencyClaim } from './new-lead.ts'

/** What the ordinary writing verbs work with. */
export interface WriteContext {
  db: Db
  caller: Caller
  requestId: string
  configuration: ConfigurationCache
  /** Hears of each commit, to wake the relay. */
  onCommit?: (() => void) | undefined
}

export interface Answered {
  body: string
  /** True when the body is the kept answer to an earlier call with the same idempotency key. */
  replayed: boolean
}

/** The transaction that a verb works in. Nothing but `trx` may be queried: a second connection could be waited for for ever. */
export interface Work {
  trx: Db
  workspace: WorkspaceConfiguration
}

const maxTries = 4
const keyWait = '2s'

/**
 * Runs a verb in one transaction that also claims the idempotency key and keeps the answer. A call with a key that was
 * answered before gets that answer; one whose key is in use waits for a moment. The workspace's template is the one in
 * force. Runs `work` again after a deadlock. Throws what `work` throws, and `idempotency_key_reused`,
 * `idempotency_key_in_use`, `unauthorized` or `unavailable`; then nothing is stored and the key is free.
 */
export async function withIdempotency(
  ctx: WriteContext,
  claim: IdempotencyClaim | null,
  work: (work: Work) => Promise<string>,
): Promise<Answered> {
  const { workspaceId } = ctx.caller
  for (let tries = 1; tries <= maxTries; tries++) {
    const workspace = await ctx.configuration.workspace(workspaceId)
    if (!workspace) throw new AppError('unauthorized', 'The workspace of this key no longer exists.')
    try {
      const answered = await ctx.db.transaction().execute(async (trx): Promise<Answered | null> => {
        if (claim && !(await claimKey(trx, workspaceId, claim))) {
          const kept = await readKeptAnswer(trx, workspaceId, claim)
          return kept && { body: kept.body, replayed: true }
        }
        if (!(await isInForce(trx, workspace))) throw new StaleTemplate()
        const body = await work({ trx, workspace })
        if (claim) await keepBody(trx, workspaceId, claim, body)
        return { body, replayed: false }
      })
      if (answered?.replayed === false) ctx.onCommit?.()
      if (answered) return answered
    } catch (error) {
      if (error instanceof StaleTemplate) ctx.configuration.forget()
      else if (!isPassing(error)) throw error
    }
  }
  throw new AppError('unavailable', 'Too much is changing at once right now; try again shortly.', {
    retryAfter: 1,
  })
}

/** The cached template isn't the one in force any more. */
class StaleTemplate extends Error {}

async function isInForce(trx: Db, workspace: WorkspaceConfiguration): Promise<boolean> {
  const row = await trx
    .selectFrom('workspaces')
    .select('template_revision')
    .where('id', '=', workspace.id)
    .executeTakeFirst()
  return row?.template_revision === workspace.template.revision
}

/** False when the key has an answer. A call that is still running holds the key's row until it commits. */
async function claimKey(trx: Db, workspaceId: string, claim: IdempotencyClaim): Promise<boolean> {
  await sql`set local lock_timeout = ${sql.lit(keyWait)}`.execute(trx)
  try {
    const { rows } = await sql`
      insert into idempotency_keys as k (workspace_id, route, key, fingerprint, status, body, created_at, expires_at)
      values (${workspaceId}, ${claim.route}, ${claim.key}, ${claim.fingerprint}, 200, '', now(),
        now() + make_interval(secs => ${claim.keepSeconds}))
      on conflict (workspace_id, route, key) do update
        set fingerprint = excluded.fingerprint, created_at = excluded.created_at, expires_at = excluded.expires_at
        where k.expires_at <= now()
      returning key`.execute(trx)
    await sql`set local lock_timeout to default`.execute(trx)
    return rows.length > 0
  } catch (error) {
    if (sqlState(error) !== '55P03') throw error
    throw new AppError('idempotency_key_in_use', 'A call with this Idempotency-Key is still running.', {
      retryAfter: 1,
      cause: error,
    })
  }
}

async function keepBody(trx: Db, workspaceId: string, claim: IdempotencyClaim, body: string): Promise<void> {
  await trx
    .updateTable('idempotency_keys')
    .set({ body })
    .where('workspace_id', '=', workspaceId)
    .where('route', '=', claim.route)
    .where('key', '=', claim.key)
    .execute()
}
