import { MendSubmissionRequest } from '@intake/contracts/sources'
import { EmptyRequest } from '@intake/contracts/webhooks'
import { dismissSubmission } from '@intake/leads/sources/dismiss-submission'
import { replaySubmission } from '@intake/leads/sources/replay-submission'
import type { Context } from 'hono'
import { answerObject } from '../answer/answer.ts'
import type { GatewayDeps, GatewayEnv } from '../http.ts'
import { callOf, submissionCtx } from '../request/call.ts'
import { pathId } from '../request/path-id.ts'
import { parseBody, readJson } from '../request/read-body.ts'

/** `POST /api/v1/submissions/{id}/replay`. Needs no `Idempotency-Key`: the lead is there once, however often it is called. */
export function replaySubmissionRoute(deps: GatewayDeps) {
  return async (c: Context<GatewayEnv>) => {
    const id = pathId(c, 'id', 'submission')
    parseBody(EmptyRequest, await readJson(c, deps))
    const ctx = { ...callOf(c, deps), ...submissionCtx(c, deps) }
    return answerObject(c, { success: true, submission: await replaySubmission(ctx, { id }) })
  }
}

/** `PUT /api/v1/submissions/{id}`: the same with a mended body. */
export function mendSubmissionRoute(deps: GatewayDeps) {
  return async (c: Context<GatewayEnv>) => {
    const id = pathId(c, 'id', 'submission')
    const { body } = parseBody(MendSubmissionRequest, await readJson(c, deps))
    const ctx = { ...callOf(c, deps), ...submissionCtx(c, deps) }
    return answerObject(c, { success: true, submission: await replaySubmission(ctx, { id, body }) })
  }
}

/** `POST /api/v1/submissions/{id}/dismiss`: nothing is to become of it. */
export function dismissSubmissionRoute(deps: GatewayDeps) {
  return async (c: Context<GatewayEnv>) => {
    const id = pathId(c, 'id', 'submission')
    parseBody(EmptyRequest, await readJson(c, deps))
    return answerObject(c, { success: true, submission: await dismissSubmission(callOf(c, deps), id) })
  }
}
