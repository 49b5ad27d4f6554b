import type { LeadAnswer } from '@intake/contracts/lead-answer'
import { UpdateLeadByBodyRequest, UpdateLeadRequest } from '@intake/contracts/update-lead'
import { updateLead } from '@intake/leads/lead/update-lead'
import type { Context } from 'hono'
import type { GatewayDeps, GatewayEnv } from '../http.ts'
import { pathId } from '../request/path-id.ts'
import { answerWrite, bodyMaker, readWrite, writeContext } from './writing.ts'

const minimal = ({ lead: { id } }: LeadAnswer) => ({ lead: { id } })

/** `PUT /api/v1/leads/{id}` */
export function updateLeadRoute(deps: GatewayDeps) {
  return async (c: Context<GatewayEnv>) => {
    const id = pathId(c, 'id')
    const kind = { route: 'PUT /api/v1/leads/{id}', schema: UpdateLeadRequest, ids: [id] }
    const { request, idempotency } = await readWrite(c, deps, kind)
    const options = { idempotency, toBody: bodyMaker(c, minimal) }
    return answerWrite(c, await updateLead(writeContext(c, deps), id, request, options))
  }
}

/** `PUT /api/v1/leads`, the lead's id in the body. */
export function updateLeadByBodyRoute(deps: GatewayDeps) {
  return async (c: Context<GatewayEnv>) => {
    const kind = { route: 'PUT /api/v1/leads', schema: UpdateLeadByBodyRequest }
    const { request, idempotency } = await readWrite(c, deps, kind)
    const options = { idempotency, toBody: bodyMaker(c, minimal) }
    return answerWrite(c, await updateLead(writeContext(c, deps), request.leadId, request, options))
  }
}
