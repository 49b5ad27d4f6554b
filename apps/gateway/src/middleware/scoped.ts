import { requireScope, type Scope } from '@intake/leads/authenticate'
import { createMiddleware } from 'hono/factory'
import type { GatewayEnv } from '../http.ts'

/** Refuses a key without the scope before the body is read; the verb behind it checks again. */
export function scoped(scope: Scope) {
  return createMiddleware<GatewayEnv>((c, next) => {
    requireScope(c.get('caller'), scope)
    return next()
  })
}
