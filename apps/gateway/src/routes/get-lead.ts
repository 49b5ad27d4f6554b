import { AppError } from '@intake/contracts/app-error'
import { getLead } from '@intake/leads/get-lead'
import type { Context } from 'hono'
import { z } from 'zod'
import type { GatewayDeps, GatewayEnv } from '../http.ts'

const Id = z.guid()

/** `GET /api/v1/leads/{id}` */
export function getLeadRoute(deps: GatewayDeps) {
  return async (c: Context<GatewayEnv>) => {
    const id = Id.safeParse(c.req.param('id'))
    if (!id.success) throw new AppError('not_found', 'There is no such lead.')
    return c.json(
      await getLead({ ...deps, db: deps.database.db, caller: c.var.caller }, id.data.toLowerCase()),
    )
  }
}
