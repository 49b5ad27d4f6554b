import { UpdateWebhookEndpointRequest } from '@intake/contracts/webhooks'
import { managingWebhooks } from '@intake/leads/webhooks/manage-webhooks'
import { updateEndpoint } from '@intake/leads/webhooks/update-endpoint'
import type { Context } from 'hono'
import type { GatewayDeps, GatewayEnv } from '../http.ts'
import { answerWrite, readWrite } from '../request/call.ts'
import { pathId } from '../request/path-id.ts'

/** `PUT /api/v1/webhook-endpoints/{id}` */
export function updateWebhookEndpointRoute(deps: GatewayDeps) {
  return async (c: Context<GatewayEnv>) => {
    const id = pathId(c, 'id', 'webhook endpoint')
    const route = 'PUT /api/v1/webhook-endpoints/{id}'
    const { ctx, request } = await readWrite(c, deps, {
      route,
      schema: UpdateWebhookEndpointRequest,
      ids: [id],
    })
    const answered = await managingWebhooks(
      ctx,
      (webhooks) => updateEndpoint(webhooks, id, request, deps.webhooks.policy),
      {
        redirects: [request.url, request.events, request.apiActivity].some((given) => given !== undefined),
      },
    )
    return answerWrite(c, answered)
  }
}
