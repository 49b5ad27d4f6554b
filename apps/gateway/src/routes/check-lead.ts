import { CheckLeadRequest } from '@intake/contracts/check-lead'
import { checkLead } from '@intake/leads/matching/check-lead'
import type { Context } from 'hono'
import { answerObject } from '../answer/answer.ts'
import type { GatewayDeps, GatewayEnv } from '../http.ts'
import { callOf } from '../request/call.ts'
import { parseBody, readJson } from '../request/read-body.ts'

/** `POST /api/v1/leads/check` */
export function checkLeadRoute(deps: GatewayDeps) {
  return async (c: Context<GatewayEnv>) => {
    const request = parseBody(CheckLeadRequest, await readJson(c, deps))
    return answerObject(c, await checkLead(callOf(c, deps), request))
  }
}
