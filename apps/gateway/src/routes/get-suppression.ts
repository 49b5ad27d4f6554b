import { getSuppression } from '@intake/leads/suppression/lift-suppression'
import { readingSuppressions } from '@intake/leads/suppression/manage-suppressions'
import type { Context } from 'hono'
import type { GatewayDeps, GatewayEnv } from '../http.ts'
import { callOf } from '../request/call.ts'
import { pathId } from '../request/path-id.ts'

/** `GET /api/v1/suppressions/{id}` */
export function getSuppressionRoute(deps: GatewayDeps) {
  return async (c: Context<GatewayEnv>) =>
    c.json(await getSuppression(await readingSuppressions(callOf(c, deps)), pathId(c, 'id', 'suppression')))
}
