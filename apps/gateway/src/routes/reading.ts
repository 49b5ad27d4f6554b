import type { GetLeadContext } from '@intake/leads/lead/get-lead'
import type { Context } from 'hono'
import type { GatewayDeps, GatewayEnv } from '../http.ts'

/** What a reading verb is called with. */
export function readContext(
  c: Context<GatewayEnv>,
  { database, configuration, storage }: Pick<GatewayDeps, 'database' | 'configuration' | 'storage'>,
): GetLeadContext {
  return { db: database.db, caller: c.var.caller, configuration, files: storage }
}
