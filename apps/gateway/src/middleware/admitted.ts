import { createMiddleware } from 'hono/factory'
import type { GatewayDeps, GatewayEnv } from '../http.ts'
import { createAuthentication } from './authenticate-request.ts'
import type { Bounds } from './bounds.ts'
import { takeToken } from './take-token.ts'

/**
 * What a request to the API has to pass before anything of its body is read: its key, its workspace's share of this process, the key's rate. A
 * request whose key isn't verified yet holds nothing.
 */
export function admitted(deps: GatewayDeps, bounds: Bounds) {
  const authenticateRequest = createAuthentication(deps)
  return createMiddleware<GatewayEnv>(async (c, next) => {
    const caller = await authenticateRequest(c)
    const held = bounds.enter(c, caller.workspaceId)
    c.set('held', held)
    try {
      // A key without a limit, of its own or by the setting, isn't counted at all.
      const limit = caller.rateLimit ?? deps.defaultRateLimit
      if (limit) await takeToken(c, deps, limit)
      await next()
    } finally {
      held.leave()
    }
  })
}
