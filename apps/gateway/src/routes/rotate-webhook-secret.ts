import { EmptyRequest } from '@intake/contracts/webhooks'
import { managingWebhooks } from '@intake/leads/webhooks/manage-webhooks'
import { rotateSecret } from '@intake/leads/webhooks/rotate-secret'
import type { Context } from 'hono'
import type { GatewayDeps, GatewayEnv } from '../http.ts'
import { answerWrite, readWrite } from '../request/call.ts'
import { pathId } from '../request/path-id.ts'

/** `POST /api/v1/webhook-endpoints/{id}/rotate-secret` */
export function rotateWebhookSecretRoute(deps: GatewayDeps) {
  return async (c: Context<GatewayEnv>) => {
    const id = pathId(c, 'id', 'webhook endpoint')
    const route = 'POST /api/v1/webhook-endpoints/{id}/rotate-secret'
    const { ctx } = await readWrite(c, deps, { route, schema: EmptyRequest, ids: [id] })
    const answered = await managingWebhooks(ctx, (webhooks) =>
      rotateSecret(webhooks, id, { overlapSeconds: deps.webhooks.secretOverlapSeconds }),
    )
    return answerWrite(c, answered)
  }
}
