import { ListImportsQuery } from '@intake/contracts/imports'
import { listImports } from '@intake/leads/imports/list-imports'
import type { Context } from 'hono'
import { linkNext } from '../answer/next-link.ts'
import type { GatewayDeps, GatewayEnv } from '../http.ts'
import { parseBody } from '../request/read-body.ts'

/** `GET /api/v1/imports` */
export function listImportsRoute({ database: { db } }: Pick<GatewayDeps, 'database'>) {
  return async (c: Context<GatewayEnv>) => {
    const page = await listImports({ db, caller: c.var.caller }, parseBody(ListImportsQuery, c.req.query()))
    linkNext(c, page.nextCursor)
    return c.json(page)
  }
}
