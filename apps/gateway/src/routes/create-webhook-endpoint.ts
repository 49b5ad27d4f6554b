import { CreateWebhookEndpointRequest } from '@intake/contracts/webhooks'
import { createEndpoint } from '@intake/leads/webhooks/create-endpoint'
import { managingWebhooks } from '@intake/leads/webhooks/manage-webhooks'
import type { Context } from 'hono'
import type { GatewayDeps, GatewayEnv } from '../http.ts'
import { answerWrite, readWrite } from '../request/call.ts'

/** `POST /api/v1/webhook-endpoints` */
export function createWebhookEndpointRoute(deps: GatewayDeps) {
  return async (c: Context<GatewayEnv>) => {
    const kind = { route: 'POST /api/v1/webhook-endpoints', schema: CreateWebhookEndpointRequest }
    const { ctx, request } = await readWrite(c, deps, kind)
    const answered = await managingWebhooks(
      ctx,
      (webhooks) => createEndpoint(webhooks, request, deps.webhooks.policy),
      { redirects: true },
    )
    return answerWrite(c, answered)
  }
}
