import { ListWarningsQuery } from '@intake/contracts/warnings'
import { listWarnings } from '@intake/leads/warnings/list-warnings'
import { answerObject } from '../answer/answer.ts'
import type { GatewayDeps } from '../http.ts'
import { withQuery } from '../request/query.ts'

/** `GET /api/v1/warnings` */
export function listWarningsRoute({ database }: Pick<GatewayDeps, 'database'>) {
  return withQuery(ListWarningsQuery, async (c, query) =>
    answerObject(c, await listWarnings({ db: database.db, caller: c.var.caller }, query)),
  )
}
