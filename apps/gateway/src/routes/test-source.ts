import { TestSourceRequest } from '@intake/contracts/sources'
import { testSource } from '@intake/leads/sources/test-source'
import type { Context } from 'hono'
import { answerObject } from '../answer/answer.ts'
import type { GatewayDeps, GatewayEnv } from '../http.ts'
import { callOf } from '../request/call.ts'
import { pathId } from '../request/path-id.ts'
import { parseBody, readJson } from '../request/read-body.ts'

/** `POST /api/v1/sources/{id}/test` */
export function testSourceRoute(deps: GatewayDeps) {
  return async (c: Context<GatewayEnv>) => {
    const id = pathId(c, 'id', 'source')
    const request = parseBody(TestSourceRequest, await readJson(c, deps))
    return answerObject(c, await testSource(callOf(c, deps), id, request))
  }
}
