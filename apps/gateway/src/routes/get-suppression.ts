import { getSuppression } from '@intake/leads/suppression/lift-suppression'
import { readingSuppressions } from '@intake/leads/suppression/manage-suppressions'
import type { Context } from 'hono'
import { answerObject } from '../answer/answer.ts'
import type { GatewayDeps, GatewayEnv } from '../http.ts'
import { callOf } from '../request/call.ts'
import { pathId } from '../request/path-id.ts'

/** `GET /api/v1/suppressions/{id}` */
export function getSuppressionRoute(deps: GatewayDeps) {
  return async (c: Context<GatewayEnv>) =>
    answerObject(
      c,
      await getSuppression(await readingSuppressions(callOf(c, deps)), pathId(c, 'id', 'suppression')),
    )
}
