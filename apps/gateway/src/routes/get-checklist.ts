import { getChecklist } from '@intake/leads/checklist/get-checklist'
import type { Context } from 'hono'
import { answerObject } from '../answer/answer.ts'
import type { GatewayDeps, GatewayEnv } from '../http.ts'
import { callOf } from '../request/call.ts'
import { pathId } from '../request/path-id.ts'

/** `GET /api/v1/leads/{id}/checklist` */
export function getChecklistRoute(deps: GatewayDeps) {
  return async (c: Context<GatewayEnv>) =>
    answerObject(c, await getChecklist(callOf(c, deps), pathId(c, 'id')))
}
