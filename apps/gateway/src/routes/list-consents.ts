import { listConsents } from '@intake/leads/consent/list-consents'
import type { Context } from 'hono'
import { answerObject } from '../answer/answer.ts'
import type { GatewayDeps, GatewayEnv } from '../http.ts'
import { callOf } from '../request/call.ts'
import { pathId } from '../request/path-id.ts'

/** `GET /api/v1/leads/{id}/consents` */
export function listConsentsRoute(deps: GatewayDeps) {
  return async (c: Context<GatewayEnv>) =>
    answerObject(c, await listConsents(callOf(c, deps), pathId(c, 'id')))
}
