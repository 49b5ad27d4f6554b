import { EmptyRequest } from '@intake/contracts/webhooks'
import { unmergeLead } from '@intake/leads/lead/unmerge-lead'
import type { Context } from 'hono'
import type { GatewayDeps, GatewayEnv } from '../http.ts'
import { answerWrite, readWrite } from '../request/call.ts'
import { pathId } from '../request/path-id.ts'

/** `POST /api/v1/leads/{id}/unmerge` */
export function unmergeLeadRoute(deps: GatewayDeps) {
  return async (c: Context<GatewayEnv>) => {
    const leadId = pathId(c, 'id')
    const kind = { route: 'POST /api/v1/leads/{id}/unmerge', schema: EmptyRequest, ids: [leadId] }
    const { ctx } = await readWrite(c, deps, kind)
    return answerWrite(c, await unmergeLead(ctx, { leadId }))
  }
}
