import { AddActivityRequest } from '@intake/contracts/write-action-log'
import { addActivity } from '@intake/leads/timeline/add-activity'
import type { Context } from 'hono'
import type { GatewayDeps, GatewayEnv } from '../http.ts'
import { answerWrite, readWrite } from '../request/call.ts'

const kind = { route: 'POST /api/v1/activity', schema: AddActivityRequest }

/** `POST /api/v1/activity` */
export function addActivityRoute(deps: GatewayDeps) {
  return async (c: Context<GatewayEnv>) => {
    const { ctx, request } = await readWrite(c, deps, kind)
    c.set('subjectId', request.leadId)
    return answerWrite(c, await addActivity(ctx, request))
  }
}
