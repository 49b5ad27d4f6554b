import { ListWebhookDeliveriesQuery } from '@intake/contracts/webhooks'
import { listDeliveries } from '@intake/leads/webhooks/list-deliveries'
import { readingWebhooks } from '@intake/leads/webhooks/manage-webhooks'
import type { Context } from 'hono'
import { linkNext } from '../answer/next-link.ts'
import type { GatewayDeps, GatewayEnv } from '../http.ts'
import { pathId } from '../request/path-id.ts'
import { parseBody } from '../request/read-body.ts'

/** `GET /api/v1/webhook-endpoints/{id}/deliveries` */
export function listWebhookDeliveriesRoute({ database: { db } }: Pick<GatewayDeps, 'database'>) {
  return async (c: Context<GatewayEnv>) => {
    const id = pathId(c, 'id', 'webhook endpoint')
    const query = parseBody(ListWebhookDeliveriesQuery, c.req.query())
    const page = await listDeliveries(readingWebhooks({ db, caller: c.var.caller }), id, query)
    linkNext(c, page.nextCursor)
    return c.json(page)
  }
}
