import { deleteEndpoint } from '@intake/leads/webhooks/delete-endpoint'
import { managingWebhooks } from '@intake/leads/webhooks/manage-webhooks'
import type { Context } from 'hono'
import type { GatewayDeps, GatewayEnv } from '../http.ts'
import { answerWrite, callOf } from '../request/call.ts'
import { pathId } from '../request/path-id.ts'

/** `DELETE /api/v1/webhook-endpoints/{id}` */
export function deleteWebhookEndpointRoute(deps: GatewayDeps) {
  return async (c: Context<GatewayEnv>) => {
    const id = pathId(c, 'id', 'webhook endpoint')
    const answered = await managingWebhooks(callOf(c, deps), (webhooks) => deleteEndpoint(webhooks, id))
    return answerWrite(c, answered)
  }
}
