import { createMiddleware } from 'hono/factory'
import type { GatewayDeps, GatewayEnv } from '../http.ts'
import { authenticateRequest } from './authenticate-request.ts'
import { createBounds } from './bounds.ts'
import { takeToken } from './take-token.ts'

/** What a request to the API has to pass before anything of its body is read: the bounds of this process, its key, the key's rate. */
export function admitted(deps: GatewayDeps) {
  const bounds = createBounds(deps)
  return createMiddleware<GatewayEnv>(async (c, next) => {
    const leave = bounds.enter(c)
    try {
      const caller = await authenticateRequest(c, deps)
      // A key without a limit, of its own or by the setting, isn't counted at all.
      const limit = caller.rateLimit ?? deps.defaultRateLimit
      if (limit) await takeToken(c, deps, limit)
      await next()
    } finally {
      leave()
    }
  })
}
