import { getImport } from '@intake/leads/imports/get-import'
import type { Context } from 'hono'
import { answerObject } from '../answer/answer.ts'
import type { GatewayDeps, GatewayEnv } from '../http.ts'
import { pathId } from '../request/path-id.ts'

/** `GET /api/v1/imports/{id}` */
export function getImportRoute({ database: { db } }: Pick<GatewayDeps, 'database'>) {
  return async (c: Context<GatewayEnv>) =>
    answerObject(c, await getImport({ db, caller: c.var.caller }, pathId(c, 'id', 'import')))
}
