import { AppError } from '@intake/contracts/app-error'
import type { Db } from '@intake/database/create-database'
import { isPassing } from '@intake/database/database-error'
import { isTemplateInForce } from '../checklist/template.ts'
import type { WorkspaceConfiguration } from '../workspace/configuration-cache.ts'
import type { Ctx } from '../workspace/ctx.ts'
import { answerForm, inForm } from '../workspace/sight.ts'
import { claimKey, readStoredAnswer, storeAnswers } from './stored-answer.ts'

export interface Answered {
  /** JSON. */
  body: string
  /** True when the body is the stored answer to an earlier call with the same idempotency key. */
  replayed: boolean
}

/** What a verb answers. */
export interface WriteAnswer {
  /** The whole answer, less `success`. */
  answer: object
  /** The leads that it shows, the one that it is about first. */
  leadIds: readonly string[]
}

/** The transaction that a verb works in. Nothing but `trx` may be queried: a second connection could be waited for for ever. */
export interface Work {
  trx: Db
  workspace: WorkspaceConfiguration
}

const maxTries = 4

/**
 * Runs a verb in one transaction that also claims the call's idempotency key and stores the answer. A call with a key that was
 * answered before gets that answer; one whose key is in use waits for a moment. The workspace's template is the one in
 * force. Either answer shows no more than the caller may see. Runs `work` again after a deadlock. Throws what `work` throws, and `idempotency_key_reused`, `idempotency_key_in_use`, `unauthorized` or `unavailable`; then
 * nothing is stored and the key is free.
 */
export async function withIdempotency(
  ctx: Ctx,
  work: (work: Work) => Promise<WriteAnswer>,
): Promise<Answered> {
  const form = answerForm(ctx)
  const { workspaceId } = ctx.caller
  const claim = ctx.idempotency
  for (let tries = 1; tries <= maxTries; tries++) {
    const workspace = await ctx.configuration.workspace(workspaceId)
    if (!workspace) throw new AppError('unauthorized', 'The workspace of this key no longer exists.')
    try {
      const answered = await ctx.db.transaction().execute(async (trx): Promise<Answered | null> => {
        if (claim && !(await claimKey(trx, workspaceId, claim))) {
          const stored = await readStoredAnswer(trx, workspaceId, claim, { form })
          return stored?.body == null ? null : { body: stored.body, replayed: true }
        }
        if (!(await isTemplateInForce(trx, workspaceId, workspace.template.revision)))
          throw new StaleTemplate()
        const { answer, leadIds } = await work({ trx, workspace })
        const body = JSON.stringify(inForm({ success: true, ...answer }, { form }))
        const shown = form === 'full' ? leadIds : leadIds.slice(0, 1)
        if (claim) await storeAnswers(trx, [{ workspaceId, claim, body, leadIds: shown, form }])
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
