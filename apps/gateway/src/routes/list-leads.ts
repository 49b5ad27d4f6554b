import { ListLeadsQuery } from '@intake/contracts/list-leads'
import { listLeads } from '@intake/leads/lead/list-leads'
import { answerObject } from '../answer/answer.ts'
import { linkNext } from '../answer/next-link.ts'
import type { GatewayDeps } from '../http.ts'
import { callOf } from '../request/call.ts'
import { withQuery } from '../request/query.ts'

/** `GET /api/v1/leads` */
export function listLeadsRoute(deps: GatewayDeps) {
  return withQuery(ListLeadsQuery, async (c, query) => {
    const answer = await listLeads(callOf(c, deps), query)
    const { leads } = answer
    c.set('listed', { leads: leads.length, newest: leads[0]?.id, oldest: leads.at(-1)?.id })
    linkNext(c, answer.nextCursor)
    return answerObject(c, answer)
  })
}
