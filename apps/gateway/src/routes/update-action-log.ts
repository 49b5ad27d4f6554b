import { UpdateActionLogRequest } from '@intake/contracts/write-action-log'
import { updateActionLog } from '@intake/leads/timeline/update-action-log'
import type { Context } from 'hono'
import type { GatewayDeps, GatewayEnv } from '../http.ts'
import { answerWrite, readWrite } from '../request/call.ts'
import { pathId } from '../request/path-id.ts'

/** `PUT /api/v1/leads/{id}/action-logs/{logId}` */
export function updateActionLogRoute(deps: GatewayDeps) {
  return async (c: Context<GatewayEnv>) => {
    const target = { leadId: pathId(c, 'id'), logId: pathId(c, 'logId') }
    const route = 'PUT /api/v1/leads/{id}/action-logs/{logId}'
    const kind = { route, schema: UpdateActionLogRequest, ids: Object.values(target) }
    const { ctx, request } = await readWrite(c, deps, kind)
    return answerWrite(c, await updateActionLog(ctx, { ...target, request }))
  }
}
