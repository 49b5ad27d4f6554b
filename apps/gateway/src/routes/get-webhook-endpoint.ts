import { findEndpoint } from '@intake/leads/webhooks/find-endpoint'
import { readingWebhooks } from '@intake/leads/webhooks/manage-webhooks'
import { presentEndpoint } from '@intake/leads/webhooks/present-webhooks'
import type { Context } from 'hono'
import { answerObject } from '../answer/answer.ts'
import type { GatewayDeps, GatewayEnv } from '../http.ts'
import { pathId } from '../request/path-id.ts'

/** `GET /api/v1/webhook-endpoints/{id}` */
export function getWebhookEndpointRoute({ database: { db } }: Pick<GatewayDeps, 'database'>) {
  return async (c: Context<GatewayEnv>) => {
    const id = pathId(c, 'id', 'webhook endpoint')
    const endpoint = await findEndpoint(readingWebhooks({ db, caller: c.var.caller }), id)
    return answerObject(c, { webhookEndpoint: presentEndpoint(endpoint) })
  }
}
