import { listEndpoints } from '@intake/leads/webhooks/list-endpoints'
import { readingWebhooks } from '@intake/leads/webhooks/manage-webhooks'
import type { Context } from 'hono'
import { answerObject } from '../answer/answer.ts'
import type { GatewayDeps, GatewayEnv } from '../http.ts'

/** `GET /api/v1/webhook-endpoints` */
export function listWebhookEndpointsRoute({ database: { db } }: Pick<GatewayDeps, 'database'>) {
  return async (c: Context<GatewayEnv>) =>
    answerObject(c, { webhookEndpoints: await listEndpoints(readingWebhooks({ db, caller: c.var.caller })) })
}
