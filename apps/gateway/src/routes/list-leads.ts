import { ListLeadsQuery } from '@intake/contracts/list-leads'
import { listLeads } from '@intake/leads/lead/list-leads'
import type { Context } from 'hono'
import { linkNext } from '../answer/next-link.ts'
import type { GatewayDeps, GatewayEnv } from '../http.ts'
import { callOf } from '../request/call.ts'
import { parseBody } from '../request/read-body.ts'

/** `GET /api/v1/leads` */
export function listLeadsRoute(deps: GatewayDeps) {
  return async (c: Context<GatewayEnv>) => {
    const query = parseBody(ListLeadsQuery, c.req.query())
    const answer = await listLeads(callOf(c, deps), query)
    linkNext(c, answer.nextCursor)
    return c.json(answer)
  }
}
