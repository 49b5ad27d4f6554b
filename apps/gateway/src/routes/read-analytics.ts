import { AnalyticsQuery } from '@intake/contracts/analytics'
import { readAnalytics } from '@intake/leads/analytics/read-analytics'
import { answerObject } from '../answer/answer.ts'
import type { GatewayDeps } from '../http.ts'
import { callOf } from '../request/call.ts'
import { withQuery } from '../request/query.ts'

/** `GET /api/v0/analytics` */
export function readAnalyticsRoute(deps: GatewayDeps) {
  return withQuery(AnalyticsQuery, async (c, query) =>
    answerObject(c, await readAnalytics({ ...callOf(c, deps), storage: deps.storage }, query)),
  )
}
