import { CreateSourceRequest } from '@intake/contracts/sources'
import { createSource } from '@intake/leads/sources/create-source'
import { managingSources } from '@intake/leads/sources/manage-sources'
import type { Context } from 'hono'
import type { GatewayDeps, GatewayEnv } from '../http.ts'
import { answerWrite, readWrite } from '../request/call.ts'

/** `POST /api/v1/sources` */
export function createSourceRoute(deps: GatewayDeps) {
  return async (c: Context<GatewayEnv>) => {
    const { ctx, request } = await readWrite(c, deps, {
      route: 'POST /api/v1/sources',
      schema: CreateSourceRequest,
    })
    return answerWrite(c, await managingSources(ctx, (sources) => createSource(sources, request)))
  }
}
