import { ListChangesQuery } from '@intake/contracts/list-changes'
import { listChanges } from '@intake/leads/lead/list-changes'
import { answerObject } from '../answer/answer.ts'
import type { GatewayDeps } from '../http.ts'
import { callOf } from '../request/call.ts'
import { withQuery } from '../request/query.ts'

/** `GET /api/v1/leads/changes` */
export function listChangesRoute(deps: GatewayDeps) {
  return withQuery(ListChangesQuery, async (c, query) =>
    answerObject(c, await listChanges(callOf(c, deps), query)),
  )
}
