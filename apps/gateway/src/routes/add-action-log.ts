import { type ActionLogAnswer, AddActionLogRequest } from '@intake/contracts/write-action-log'
import { addActionLog } from '@intake/leads/timeline/add-action-log'
import type { Context } from 'hono'
import type { GatewayDeps, GatewayEnv } from '../http.ts'
import { pathId } from '../request/path-id.ts'
import { answerWrite, bodyMaker, readWrite, writeContext } from './writing.ts'

export const minimalLog = ({ actionLog: { id } }: ActionLogAnswer) => ({ actionLog: { id } })

/** `POST /api/v1/leads/{id}/action-logs` */
export function addActionLogRoute(deps: GatewayDeps) {
  return async (c: Context<GatewayEnv>) => {
    const id = pathId(c, 'id')
    const kind = { route: 'POST /api/v1/leads/{id}/action-logs', schema: AddActionLogRequest, ids: [id] }
    const { request, idempotency } = await readWrite(c, deps, kind)
    const options = { idempotency, toBody: bodyMaker(c, minimalLog) }
    return answerWrite(c, await addActionLog(writeContext(c, deps), id, request, options))
  }
}
