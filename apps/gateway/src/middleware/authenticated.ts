import { authenticate } from '@intake/leads/authenticate'
import { createMiddleware } from 'hono/factory'
import type { GatewayDeps, GatewayEnv } from '../http.ts'

/** Verifies `x-api-key` and leaves the caller for the handlers. */
export function authenticated({ configuration, keyUsage }: Pick<GatewayDeps, 'configuration' | 'keyUsage'>) {
  return createMiddleware<GatewayEnv>(async (c, next) => {
    const caller = await authenticate(configuration, c.req.header('x-api-key'), new Date())
    keyUsage.note(caller.workspaceId, caller.keyId)
    c.set('caller', caller)
    await next()
  })
}
