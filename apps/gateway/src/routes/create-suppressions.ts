import { CreateSuppressionsRequest } from '@intake/contracts/suppressions'
import { createSuppressions } from '@intake/leads/suppression/create-suppressions'
import { managingSuppressions } from '@intake/leads/suppression/manage-suppressions'
import type { Context } from 'hono'
import type { GatewayDeps, GatewayEnv } from '../http.ts'
import { answerWrite, readWrite } from '../request/call.ts'

/** `POST /api/v1/suppressions` */
export function createSuppressionsRoute(deps: GatewayDeps) {
  return async (c: Context<GatewayEnv>) => {
    const { ctx, request } = await readWrite(c, deps, {
      route: 'POST /api/v1/suppressions',
      schema: CreateSuppressionsRequest,
    })
    return answerWrite(c, await managingSuppressions(ctx, (context) => createSuppressions(context, request)))
  }
}
