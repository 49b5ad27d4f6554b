import { getLead } from '@intake/leads/lead/get-lead'
import type { Context } from 'hono'
import type { GatewayDeps, GatewayEnv } from '../http.ts'
import { callOf } from '../request/call.ts'
import { pathId } from '../request/path-id.ts'

/** `GET /api/v1/leads/{id}` */
export function getLeadRoute(deps: GatewayDeps) {
  return async (c: Context<GatewayEnv>) => c.json(await getLead(callOf(c, deps), pathId(c, 'id')))
}
