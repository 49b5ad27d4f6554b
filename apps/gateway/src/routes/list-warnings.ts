import { ListWarningsQuery } from '@intake/contracts/warnings'
import { listWarnings } from '@intake/leads/warnings/list-warnings'
import type { Context } from 'hono'
import type { GatewayDeps, GatewayEnv } from '../http.ts'
import { parseBody } from '../request/read-body.ts'

/** `GET /api/v1/warnings` */
export function listWarningsRoute({ database }: Pick<GatewayDeps, 'database'>) {
  return async (c: Context<GatewayEnv>) => {
    const query = parseBody(ListWarningsQuery, c.req.query())
    return c.json(await listWarnings({ db: database.db, caller: c.var.caller }, query))
  }
}
