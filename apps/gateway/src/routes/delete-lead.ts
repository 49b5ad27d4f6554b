import { deleteLead } from '@intake/leads/lead/delete-lead'
import type { Context } from 'hono'
import type { GatewayDeps, GatewayEnv } from '../http.ts'
import { callOf } from '../request/call.ts'
import { pathId } from '../request/path-id.ts'

/** `DELETE /api/v1/leads/{id}` */
export function deleteLeadRoute(deps: GatewayDeps) {
  return async (c: Context<GatewayEnv>) => c.json(await deleteLead(callOf(c, deps), pathId(c, 'id')))
}
