import { getSubmission } from '@intake/leads/sources/get-submission'
import type { Context } from 'hono'
import { answerObject } from '../answer/answer.ts'
import type { GatewayDeps, GatewayEnv } from '../http.ts'
import { callOf } from '../request/call.ts'
import { pathId } from '../request/path-id.ts'

/** `GET /api/v1/submissions/{id}` */
export function getSubmissionRoute(deps: GatewayDeps) {
  return async (c: Context<GatewayEnv>) =>
    answerObject(c, await getSubmission(callOf(c, deps), pathId(c, 'id', 'submission')))
}
