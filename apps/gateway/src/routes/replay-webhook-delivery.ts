import { EmptyRequest } from '@intake/contracts/webhooks'
import { managingWebhooks } from '@intake/leads/webhooks/manage-webhooks'
import { replayDelivery } from '@intake/leads/webhooks/replay-delivery'
import type { Context } from 'hono'
import type { GatewayDeps, GatewayEnv } from '../http.ts'
import { answerWrite, readWrite } from '../request/call.ts'
import { pathId } from '../request/path-id.ts'

/** `POST /api/v1/webhook-deliveries/{id}/replay` */
export function replayWebhookDeliveryRoute(deps: GatewayDeps) {
  return async (c: Context<GatewayEnv>) => {
    const id = pathId(c, 'id', 'webhook delivery')
    const route = 'POST /api/v1/webhook-deliveries/{id}/replay'
    const { ctx } = await readWrite(c, deps, { route, schema: EmptyRequest, ids: [id] })
    const answered = await managingWebhooks(ctx, (webhooks) => replayDelivery(webhooks, id))
    return answerWrite(c, answered)
  }
}
