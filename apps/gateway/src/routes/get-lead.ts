import { getLead } from '@intake/leads/lead/get-lead'
import type { Context } from 'hono'
import { answerObject } from '../answer/answer.ts'
import { linkRest } from '../answer/link-rest.ts'
import type { GatewayDeps, GatewayEnv } from '../http.ts'
import { callOf } from '../request/call.ts'
import { pathId } from '../request/path-id.ts'

/** `GET /api/v1/leads/{id}` */
export function getLeadRoute(deps: GatewayDeps) {
  return async (c: Context<GatewayEnv>) => {
    const answer = await getLead(callOf(c, deps), pathId(c, 'id'))
    linkRest(c, answer)
    return answerObject(c, answer)
  }
}
