import { EraseLeadRequest } from '@intake/contracts/erasures'
import { eraseLead } from '@intake/leads/erasure/request-erasure'
import type { Context } from 'hono'
import type { GatewayDeps, GatewayEnv } from '../http.ts'
import { answerWrite, readWrite } from '../request/call.ts'
import { pathId } from '../request/path-id.ts'

/** `POST /api/v1/leads/{id}/erase` */
export function eraseLeadRoute(deps: GatewayDeps) {
  return async (c: Context<GatewayEnv>) => {
    const leadId = pathId(c, 'id')
    const kind = { route: 'POST /api/v1/leads/{id}/erase', schema: EraseLeadRequest, ids: [leadId] }
    const { ctx, request } = await readWrite(c, deps, kind)
    return answerWrite(c, await eraseLead(ctx, { leadId, request }))
  }
}
