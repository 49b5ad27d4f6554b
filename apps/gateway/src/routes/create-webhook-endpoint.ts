import { CreateWebhookEndpointRequest, type WebhookSecretAnswer } from '@intake/contracts/webhooks'
import { createEndpoint } from '@intake/leads/webhooks/create-endpoint'
import { managingWebhooks } from '@intake/leads/webhooks/manage-webhooks'
import type { Context } from 'hono'
import type { GatewayDeps, GatewayEnv } from '../http.ts'
import { answerWrite, bodyMaker, readWrite, writeContext } from './writing.ts'

/** What is told of an endpoint at least: the secret is told now or never. */
export const minimalSecret = ({ webhookEndpoint: { id }, secret }: WebhookSecretAnswer) => ({
  webhookEndpoint: { id },
  secret,
})

/** `POST /api/v1/webhook-endpoints` */
export function createWebhookEndpointRoute(deps: GatewayDeps) {
  return async (c: Context<GatewayEnv>) => {
    const kind = { route: 'POST /api/v1/webhook-endpoints', schema: CreateWebhookEndpointRequest }
    const { request, idempotency } = await readWrite(c, deps, kind)
    const toBody = bodyMaker(c, minimalSecret)
    const answered = await managingWebhooks(writeContext(c, deps), idempotency, async (webhooks) =>
      toBody(await createEndpoint(webhooks, request, deps.webhooks.policy)),
    )
    return answerWrite(c, answered)
  }
}
