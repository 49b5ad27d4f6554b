import { AddChecklistItemRequest } from '@intake/contracts/checklist-item'
import { addChecklistItem } from '@intake/leads/checklist/add-checklist-item'
import type { Context } from 'hono'
import type { GatewayDeps, GatewayEnv } from '../http.ts'
import { answerWrite, readWrite } from '../request/call.ts'
import { pathId } from '../request/path-id.ts'

/** `POST /api/v1/leads/{id}/checklist-items` */
export function addChecklistItemRoute(deps: GatewayDeps) {
  return async (c: Context<GatewayEnv>) => {
    const leadId = pathId(c, 'id')
    const route = 'POST /api/v1/leads/{id}/checklist-items'
    const kind = { route, schema: AddChecklistItemRequest, ids: [leadId] }
    const { ctx, request } = await readWrite(c, deps, kind)
    return answerWrite(c, await addChecklistItem(ctx, { leadId, request }))
  }
}
