import { UpdateWebhookEndpointRequest, type WebhookEndpointAnswer } from '@intake/contracts/webhooks'
import { managingWebhooks } from '@intake/leads/webhooks/manage-webhooks'
import { updateEndpoint } from '@intake/leads/webhooks/update-endpoint'
import type { Context } from 'hono'
import type { GatewayDeps, GatewayEnv } from '../http.ts'
import { pathId } from '../request/path-id.ts'
import { answerWrite, bodyMaker, readWrite, writeContext } from './writing.ts'

const minimal = ({ webhookEndpoint: { id } }: WebhookEndpointAnswer) => ({ webhookEndpoint: { id } })

/** `PUT /api/v1/webhook-endpoints/{id}` */
export function updateWebhookEndpointRoute(deps: GatewayDeps) {
  return async (c: Context<GatewayEnv>) => {
    const id = pathId(c, 'id', 'webhook endpoint')
    const route = 'PUT /api/v1/webhook-endpoints/{id}'
    const { request, idempotency } = await readWrite(c, deps, {
      route,
      schema: UpdateWebhookEndpointRequest,
      ids: [id],
    })
    const toBody = bodyMaker(c, minimal)
    const answered = await managingWebhooks(writeContext(c, deps), idempotency, async (webhooks) =>
      toBody(await updateEndpoint(webhooks, id, request, deps.webhooks.policy)),
    )
    return answerWrite(c, answered)
  }
}
