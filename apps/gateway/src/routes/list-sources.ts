import { listSources } from '@intake/leads/sources/get-source'
import { readingSources } from '@intake/leads/sources/manage-sources'
import type { Context } from 'hono'
import { answerObject } from '../answer/answer.ts'
import type { GatewayDeps, GatewayEnv } from '../http.ts'
import { callOf } from '../request/call.ts'

/** `GET /api/v1/sources` */
export function listSourcesRoute(deps: GatewayDeps) {
  return async (c: Context<GatewayEnv>) => answerObject(c, await listSources(readingSources(callOf(c, deps))))
}
