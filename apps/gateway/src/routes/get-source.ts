import { getSource } from '@intake/leads/sources/get-source'
import { readingSources } from '@intake/leads/sources/manage-sources'
import type { Context } from 'hono'
import { answerObject } from '../answer/answer.ts'
import type { GatewayDeps, GatewayEnv } from '../http.ts'
import { callOf } from '../request/call.ts'
import { pathId } from '../request/path-id.ts'

/** `GET /api/v1/sources/{id}` */
export function getSourceRoute(deps: GatewayDeps) {
  return async (c: Context<GatewayEnv>) =>
    answerObject(c, await getSource(readingSources(callOf(c, deps)), pathId(c, 'id', 'source')))
}
