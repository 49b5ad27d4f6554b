import { UpdateActionLogRequest } from '@intake/contracts/write-action-log'
import { updateActionLog } from '@intake/leads/timeline/update-action-log'
import type { Context } from 'hono'
import type { GatewayDeps, GatewayEnv } from '../http.ts'
import { pathId } from '../request/path-id.ts'
import { minimalLog } from './add-action-log.ts'
import { answerWrite, bodyMaker, readWrite, writeContext } from './writing.ts'

/** `PUT /api/v1/leads/{id}/action-logs/{logId}` */
export function updateActionLogRoute(deps: GatewayDeps) {
  return async (c: Context<GatewayEnv>) => {
    const target = { leadId: pathId(c, 'id'), logId: pathId(c, 'logId') }
    const route = 'PUT /api/v1/leads/{id}/action-logs/{logId}'
    const kind = { route, schema: UpdateActionLogRequest, ids: Object.values(target) }
    const { request, idempotency } = await readWrite(c, deps, kind)
    const options = { idempotency, toBody: bodyMaker(c, minimalLog) }
    return answerWrite(c, await updateActionLog(writeContext(c, deps), target, request, options))
  }
}
