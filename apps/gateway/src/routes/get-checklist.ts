import { getChecklist } from '@intake/leads/get-checklist'
import type { Context } from 'hono'
import type { GatewayDeps, GatewayEnv } from '../http.ts'
import { pathId } from '../path-id.ts'

/** `GET /api/v1/leads/{id}/checklist` */
export function getChecklistRoute(deps: GatewayDeps) {
  return async (c: Context<GatewayEnv>) =>
    c.json(await getChecklist({ ...deps, db: deps.database.db, caller: c.var.caller }, pathId(c, 'id')))
}
