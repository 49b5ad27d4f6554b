import { ListSubmissionsQuery } from '@intake/contracts/sources'
import { listSubmissions } from '@intake/leads/sources/list-submissions'
import { readingSubmissions } from '@intake/leads/sources/manage-sources'
import { answerObject } from '../answer/answer.ts'
import { linkNext } from '../answer/next-link.ts'
import type { GatewayDeps } from '../http.ts'
import { callOf } from '../request/call.ts'
import { withQuery } from '../request/query.ts'

/** `GET /api/v1/submissions` */
export function listSubmissionsRoute(deps: GatewayDeps) {
  return withQuery(ListSubmissionsQuery, async (c, query) => {
    const page = await listSubmissions(readingSubmissions(callOf(c, deps)), c.get('caller'), query)
    linkNext(c, page.nextCursor)
    return answerObject(c, page)
  })
}
