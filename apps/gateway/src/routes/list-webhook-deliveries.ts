import { ListWebhookDeliveriesQuery } from '@intake/contracts/webhooks'
import { listDeliveries } from '@intake/leads/webhooks/list-deliveries'
import { readingWebhooks } from '@intake/leads/webhooks/manage-webhooks'
import type { Context } from 'hono'
import type { GatewayDeps, GatewayEnv } from '../http.ts'
import { linkNext } from '../next-link.ts'
import { pathId } from '../path-id.ts'
import { parseBody } from '../read-body.ts'

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
