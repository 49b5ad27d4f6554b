import { cancelImport } from '@intake/leads/imports/cancel-import'
import type { Context } from 'hono'
import { answerObject } from '../answer/answer.ts'
import type { GatewayDeps, GatewayEnv } from '../http.ts'
import { pathId } from '../request/path-id.ts'

/** `DELETE /api/v1/imports/{id}` */
export function cancelImportRoute({ database: { db }, storage }: Pick<GatewayDeps, 'database' | 'storage'>) {
  return async (c: Context<GatewayEnv>) => {
    const { caller, address, requestId } = c.var
    const answer = await cancelImport({ db, storage, caller, address, requestId }, pathId(c, 'id', 'import'))
    return answerObject(c, { success: true, ...answer })
  }
}
