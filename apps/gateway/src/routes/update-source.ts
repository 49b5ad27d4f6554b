import { UpdateSourceRequest } from '@intake/contracts/sources'
import { managingSources } from '@intake/leads/sources/manage-sources'
import { updateSource } from '@intake/leads/sources/update-source'
import type { Context } from 'hono'
import type { GatewayDeps, GatewayEnv } from '../http.ts'
import { answerWrite, readWrite } from '../request/call.ts'
import { pathId } from '../request/path-id.ts'

/** `PUT /api/v1/sources/{id}` */
export function updateSourceRoute(deps: GatewayDeps) {
  return async (c: Context<GatewayEnv>) => {
    const id = pathId(c, 'id', 'source')
    const kind = { route: 'PUT /api/v1/sources/{id}', schema: UpdateSourceRequest, ids: [id] }
    const { ctx, request } = await readWrite(c, deps, kind)
    return answerWrite(c, await managingSources(ctx, (sources) => updateSource(sources, id, request)))
  }
}
