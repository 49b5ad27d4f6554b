import { ListSuppressionsQuery } from '@intake/contracts/suppressions'
import { listSuppressions } from '@intake/leads/suppression/list-suppressions'
import { readingSuppressions } from '@intake/leads/suppression/manage-suppressions'
import { answerObject } from '../answer/answer.ts'
import { linkNext } from '../answer/next-link.ts'
import type { GatewayDeps } from '../http.ts'
import { callOf } from '../request/call.ts'
import { withQuery } from '../request/query.ts'

/** `GET /api/v1/suppressions` */
export function listSuppressionsRoute(deps: GatewayDeps) {
  return withQuery(ListSuppressionsQuery, async (c, query) => {
    const page = await listSuppressions(await readingSuppressions(callOf(c, deps)), query)
    linkNext(c, page.nextCursor)
    return answerObject(c, page)
  })
}
