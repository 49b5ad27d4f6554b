import { deleteLead } from '@intake/leads/lead/delete-lead'
import type { Context } from 'hono'
import { answerObject } from '../answer/answer.ts'
import type { GatewayDeps, GatewayEnv } from '../http.ts'
import { callOf } from '../request/call.ts'
import { pathId } from '../request/path-id.ts'

/** `DELETE /api/v1/leads/{id}` */
export function deleteLeadRoute(deps: GatewayDeps) {
  return async (c: Context<GatewayEnv>) => answerObject(c, await deleteLead(callOf(c, deps), pathId(c, 'id')))
}
