import { listEndpoints } from '@intake/leads/webhooks/list-endpoints'
import { readingWebhooks } from '@intake/leads/webhooks/manage-webhooks'
import type { Context } from 'hono'
import type { GatewayDeps, GatewayEnv } from '../http.ts'

/** `GET /api/v1/webhook-endpoints` */
export function listWebhookEndpointsRoute({ database: { db } }: Pick<GatewayDeps, 'database'>) {
  return async (c: Context<GatewayEnv>) =>
    c.json({ webhookEndpoints: await listEndpoints(readingWebhooks({ db, caller: c.var.caller })) })
}
