import { ListImportsQuery } from '@intake/contracts/imports'
import { listImports } from '@intake/leads/imports/list-imports'
import { answerObject } from '../answer/answer.ts'
import { linkNext } from '../answer/next-link.ts'
import type { GatewayDeps } from '../http.ts'
import { withQuery } from '../request/query.ts'

/** `GET /api/v1/imports` */
export function listImportsRoute({ database: { db } }: Pick<GatewayDeps, 'database'>) {
  return withQuery(ListImportsQuery, async (c, query) => {
    const page = await listImports({ db, caller: c.var.caller }, query)
    linkNext(c, page.nextCursor)
    return answerObject(c, page)
  })
}
