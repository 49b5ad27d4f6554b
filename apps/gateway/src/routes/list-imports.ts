import { ListImportsQuery } from '@intake/contracts/imports'
import { listImports } from '@intake/leads/imports/list-imports'
import type { Context } from 'hono'
import type { GatewayDeps, GatewayEnv } from '../http.ts'
import { linkNext } from '../next-link.ts'
import { parseBody } from '../read-body.ts'

/** `GET /api/v1/imports` */
export function listImportsRoute({ database: { db } }: Pick<GatewayDeps, 'database'>) {
  return async (c: Context<GatewayEnv>) => {
    const page = await listImports({ db, caller: c.var.caller }, parseBody(ListImportsQuery, c.req.query()))
    linkNext(c, page.nextCursor)
    return c.json(page)
  }
}
