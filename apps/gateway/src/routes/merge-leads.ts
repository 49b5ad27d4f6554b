import { MergeLeadRequest } from '@intake/contracts/merge-leads'
import { mergeLeads } from '@intake/leads/lead/merge-leads'
import type { Context } from 'hono'
import type { GatewayDeps, GatewayEnv } from '../http.ts'
import { answerWrite, readWrite } from '../request/call.ts'
import { pathId } from '../request/path-id.ts'

/** `POST /api/v1/leads/{id}/merge` */
export function mergeLeadsRoute(deps: GatewayDeps) {
  return async (c: Context<GatewayEnv>) => {
    const leadId = pathId(c, 'id')
    const kind = { route: 'POST /api/v1/leads/{id}/merge', schema: MergeLeadRequest, ids: [leadId] }
    const { ctx, request } = await readWrite(c, deps, kind)
    return answerWrite(c, await mergeLeads(ctx, { leadId, request }))
  }
}
