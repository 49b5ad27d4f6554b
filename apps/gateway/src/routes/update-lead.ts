import { UpdateLeadByBodyRequest, UpdateLeadRequest } from '@intake/contracts/update-lead'
import { updateLead } from '@intake/leads/lead/update-lead'
import type { Context } from 'hono'
import type { GatewayDeps, GatewayEnv } from '../http.ts'
import { answerWrite, readWrite, type WriteKind } from '../request/call.ts'
import { pathId } from '../request/path-id.ts'

/** `PUT /api/v1/leads/{id}` */
export function updateLeadRoute(deps: GatewayDeps) {
  return async (c: Context<GatewayEnv>) => {
    const leadId = pathId(c, 'id')
    const kind = {
      route: 'PUT /api/v1/leads/{id}',
      schema: UpdateLeadRequest,
      lead: 'update',
      ids: [leadId],
    } satisfies WriteKind<UpdateLeadRequest>
    const { ctx, request, dropped } = await readWrite(c, deps, kind)
    return answerWrite(c, await updateLead(ctx, { leadId, request, dropped }))
  }
}

/** `PUT /api/v1/leads`, the lead's id in the body. */
export function updateLeadByBodyRoute(deps: GatewayDeps) {
  return async (c: Context<GatewayEnv>) => {
    const kind = { route: 'PUT /api/v1/leads', schema: UpdateLeadByBodyRequest, lead: 'update' } as const
    const { ctx, request, dropped } = await readWrite(c, deps, kind)
    c.set('subjectId', request.leadId)
    return answerWrite(c, await updateLead(ctx, { leadId: request.leadId, request, dropped }))
  }
}
