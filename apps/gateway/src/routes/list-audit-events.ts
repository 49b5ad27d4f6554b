import { ListAuditEventsQuery } from '@intake/contracts/audit-events'
import { listAuditEvents, readingAudit } from '@intake/leads/audit/list-audit-events'
import { answerObject } from '../answer/answer.ts'
import { linkNext } from '../answer/next-link.ts'
import type { GatewayDeps } from '../http.ts'
import { withQuery } from '../request/query.ts'

/** `GET /api/v1/audit-events` */
export function listAuditEventsRoute({ database: { db } }: Pick<GatewayDeps, 'database'>) {
  return withQuery(ListAuditEventsQuery, async (c, query) => {
    const page = await listAuditEvents(readingAudit({ db, caller: c.var.caller }), query)
    linkNext(c, page.nextCursor)
    return answerObject(c, page)
  })
}
