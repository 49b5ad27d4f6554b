import { LiftSuppressionRequest } from '@intake/contracts/suppressions'
import { liftSuppression } from '@intake/leads/suppression/lift-suppression'
import { managingSuppressions } from '@intake/leads/suppression/manage-suppressions'
import type { Context } from 'hono'
import type { GatewayDeps, GatewayEnv } from '../http.ts'
import { answerWrite, readWrite } from '../request/call.ts'
import { pathId } from '../request/path-id.ts'

/** `POST /api/v1/suppressions/{id}/lift` */
export function liftSuppressionRoute(deps: GatewayDeps) {
  return async (c: Context<GatewayEnv>) => {
    const id = pathId(c, 'id', 'suppression')
    const { ctx, request } = await readWrite(c, deps, {
      route: 'POST /api/v1/suppressions/{id}/lift',
      schema: LiftSuppressionRequest,
      ids: [id],
    })
    return answerWrite(
      c,
      await managingSuppressions(ctx, (context) => liftSuppression(context, id, request.reason)),
    )
  }
}
