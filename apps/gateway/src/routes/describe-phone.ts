import { describePhone } from '@intake/leads/lead/describe-phone'
import type { Context } from 'hono'
import { answerObject } from '../answer/answer.ts'
import type { GatewayDeps, GatewayEnv } from '../http.ts'
import { callOf } from '../request/call.ts'

/** `GET /api/v1/phone/{number}` */
export function describePhoneRoute(deps: GatewayDeps) {
  return async (c: Context<GatewayEnv>) =>
    answerObject(c, await describePhone(callOf(c, deps), c.req.param('number') ?? '', new Date()))
}
