import { EmptyRequest, type WebhookDeliveryAnswer } from '@intake/contracts/webhooks'
import { managingWebhooks } from '@intake/leads/webhooks/manage-webhooks'
import { testEndpoint } from '@intake/leads/webhooks/test-endpoint'
import type { Context } from 'hono'
import type { GatewayDeps, GatewayEnv } from '../http.ts'
import { pathId } from '../request/path-id.ts'
import { answerWrite, bodyMaker, readWrite, writeContext } from './writing.ts'

export const minimalDelivery = ({ webhookDelivery: { id } }: WebhookDeliveryAnswer) => ({
  webhookDelivery: { id },
})

/** `POST /api/v1/webhook-endpoints/{id}/test` */
export function testWebhookEndpointRoute(deps: GatewayDeps) {
  return async (c: Context<GatewayEnv>) => {
    const id = pathId(c, 'id', 'webhook endpoint')
    const route = 'POST /api/v1/webhook-endpoints/{id}/test'
    const { idempotency } = await readWrite(c, deps, { route, schema: EmptyRequest, ids: [id] })
    const toBody = bodyMaker(c, minimalDelivery)
    const answered = await managingWebhooks(writeContext(c, deps), idempotency, async (webhooks) =>
      toBody(await testEndpoint(webhooks, id)),
    )
    return answerWrite(c, answered)
  }
}
