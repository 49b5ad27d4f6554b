import { ListWebhookDeliveriesQuery } from '@intake/contracts/webhooks'
import { listDeliveries } from '@intake/leads/webhooks/list-deliveries'
import { readingWebhooks } from '@intake/leads/webhooks/manage-webhooks'
import { answerObject } from '../answer/answer.ts'
import { linkNext } from '../answer/next-link.ts'
import type { GatewayDeps } from '../http.ts'
import { pathId } from '../request/path-id.ts'
import { withQuery } from '../request/query.ts'

/** `GET /api/v1/webhook-endpoints/{id}/deliveries` */
export function listWebhookDeliveriesRoute({ database: { db } }: Pick<GatewayDeps, 'database'>) {
  return withQuery(ListWebhookDeliveriesQuery, async (c, query) => {
    const id = pathId(c, 'id', 'webhook endpoint')
    const page = await listDeliveries(readingWebhooks({ db, caller: c.var.caller }), id, query)
    linkNext(c, page.nextCursor)
    return answerObject(c, page)
  })
}
