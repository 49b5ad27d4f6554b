import { managingSources } from '@intake/leads/sources/manage-sources'
import { deleteSource } from '@intake/leads/sources/update-source'
import type { Context } from 'hono'
import type { GatewayDeps, GatewayEnv } from '../http.ts'
import { answerWrite, callOf } from '../request/call.ts'
import { pathId } from '../request/path-id.ts'

/** `DELETE /api/v1/sources/{id}` */
export function deleteSourceRoute(deps: GatewayDeps) {
  return async (c: Context<GatewayEnv>) => {
    const id = pathId(c, 'id', 'source')
    return answerWrite(c, await managingSources(callOf(c, deps), (sources) => deleteSource(sources, id)))
  }
}
