import { ReplaySourceRequest } from '@intake/contracts/sources'
import { replaySource } from '@intake/leads/sources/replay-source'
import type { Context } from 'hono'
import { answerObject } from '../answer/answer.ts'
import type { GatewayDeps, GatewayEnv } from '../http.ts'
import { callOf, submissionCtx } from '../request/call.ts'
import { pathId } from '../request/path-id.ts'
import { parseBody, readJson } from '../request/read-body.ts'

/** `POST /api/v1/sources/{id}/replay`. Needs no `Idempotency-Key`: each lead is there once, however often it is called. */
export function replaySourceRoute(deps: GatewayDeps) {
  return async (c: Context<GatewayEnv>) => {
    const id = pathId(c, 'id', 'source')
    const { after } = parseBody(ReplaySourceRequest, await readJson(c, deps))
    const ctx = { ...callOf(c, deps), ...submissionCtx(c, deps) }
    return answerObject(c, {
      success: true,
      ...(await replaySource(ctx, { id, after: after?.toLowerCase() })),
    })
  }
}
