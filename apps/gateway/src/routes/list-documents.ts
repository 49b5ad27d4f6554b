import { Paging } from '@intake/contracts/list-leads'
import { listDocuments } from '@intake/leads/documents/list-documents'
import { answerObject } from '../answer/answer.ts'
import { linkNext } from '../answer/next-link.ts'
import type { GatewayDeps } from '../http.ts'
import { callOf } from '../request/call.ts'
import { pathId } from '../request/path-id.ts'
import { withQuery } from '../request/query.ts'

/** `GET /api/v1/leads/{id}/documents` */
export function listDocumentsRoute(deps: GatewayDeps) {
  return withQuery(Paging, async (c, paging) => {
    const page = await listDocuments(callOf(c, deps), pathId(c, 'id'), paging)
    linkNext(c, page.nextCursor)
    return answerObject(c, page.documents)
  })
}
