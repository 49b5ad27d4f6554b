import { AppError } from '@intake/contracts/app-error'
import type { Db } from '@intake/database/create-database'
import { isPassing } from '@intake/database/database-error'
import { isTemplateInForce } from '../checklist/is-template-in-force.ts'
import type { IdempotencyClaim } from '../create/new-lead.ts'
import type { FileSigner } from '../documents/file-signer.ts'
import type { WarningLog } from '../warnings/warning-log.ts'
import type { Caller } from '../workspace/authenticate.ts'
import type { ConfigurationCache, WorkspaceConfiguration } from '../workspace/configuration-cache.ts'
import { claimKey, keepBody } from './claim-key.ts'
import { readKeptAnswer } from './kept-answer.ts'

/** What the ordinary writing verbs work with. */
export interface WriteContext {
  db: Db
  caller: Caller
  requestId: string
  /** The W3C traceparent of the request, where it has one. */
  traceparent?: string | undefined
  configuration: ConfigurationCache
  files: FileSigner
  /** Hears of each commit, to wake the relay. */
  onCommit?: (() => void) | undefined
  warnings?: WarningLog | undefined
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
        if (!(await isTemplateInForce(trx, workspaceId, workspace.template.revision)))
          throw new StaleTemplate()
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
