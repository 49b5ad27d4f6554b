import { type AddActivityAnswer, AddActivityRequest } from '@intake/contracts/write-action-log'
import { addActivity } from '@intake/leads/timeline/add-activity'
import type { Context } from 'hono'
import type { GatewayDeps, GatewayEnv } from '../http.ts'
import { answerWrite, bodyMaker, readWrite, writeContext } from './writing.ts'

/** `POST /api/v1/activity` */
export function addActivityRoute(deps: GatewayDeps) {
  return async (c: Context<GatewayEnv>) => {
    const kind = { route: 'POST /api/v1/activity', schema: AddActivityRequest }
    const { request, idempotency } = await readWrite(c, deps, kind)
    const toBody = bodyMaker(c, (answer: AddActivityAnswer) => answer)
    return answerWrite(c, await addActivity(writeContext(c, deps), request, { idempotency, toBody }))
  }
}
