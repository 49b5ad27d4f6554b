import { deleteEndpoint } from '@intake/leads/webhooks/delete-endpoint'
import { managingWebhooks } from '@intake/leads/webhooks/manage-webhooks'
import type { Context } from 'hono'
import type { GatewayDeps, GatewayEnv } from '../http.ts'
import { pathId } from '../request/path-id.ts'
import { answerWrite, writeContext } from './writing.ts'

/** `DELETE /api/v1/webhook-endpoints/{id}` */
export function deleteWebhookEndpointRoute(deps: GatewayDeps) {
  return async (c: Context<GatewayEnv>) => {
    const id = pathId(c, 'id', 'webhook endpoint')
    const answered = await managingWebhooks(writeContext(c, deps), null, async (webhooks) =>
      JSON.stringify({ success: true, ...(await deleteEndpoint(webhooks, id)) }),
    )
    return answerWrite(c, answered)
  }
}
