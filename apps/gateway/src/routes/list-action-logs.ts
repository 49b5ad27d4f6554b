import { Paging } from '@intake/contracts/list-leads'
import { listActionLogs } from '@intake/leads/timeline/list-action-logs'
import type { Context } from 'hono'
import { linkNext } from '../answer/next-link.ts'
import type { GatewayDeps, GatewayEnv } from '../http.ts'
import { callOf } from '../request/call.ts'
import { pathId } from '../request/path-id.ts'
import { parseBody } from '../request/read-body.ts'

/** `GET /api/v1/leads/{id}/action-logs` */
export function listActionLogsRoute(deps: GatewayDeps) {
  return async (c: Context<GatewayEnv>) => {
    const id = pathId(c, 'id')
    const paging = parseBody(Paging, c.req.query())
    const page = await listActionLogs(callOf(c, deps), id, paging)
    linkNext(c, page.nextCursor)
    return c.json(page.actionLogs)
  }
}
