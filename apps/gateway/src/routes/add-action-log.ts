import { AddActionLogRequest } from '@intake/contracts/write-action-log'
import { addActionLog } from '@intake/leads/timeline/add-action-log'
import type { Context } from 'hono'
import type { GatewayDeps, GatewayEnv } from '../http.ts'
import { answerWrite, readWrite } from '../request/call.ts'
import { pathId } from '../request/path-id.ts'

/** `POST /api/v1/leads/{id}/action-logs` */
export function addActionLogRoute(deps: GatewayDeps) {
  return async (c: Context<GatewayEnv>) => {
    const leadId = pathId(c, 'id')
    const kind = { route: 'POST /api/v1/leads/{id}/action-logs', schema: AddActionLogRequest, ids: [leadId] }
    const { ctx, request } = await readWrite(c, deps, kind)
    return answerWrite(c, await addActionLog(ctx, { leadId, request }))
  }
}
