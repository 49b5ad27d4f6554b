import { requireScope, type Scope } from '@intake/leads/workspace/caller'
import type { Context } from 'hono'
import type { GatewayEnv } from '../http.ts'

type Route = (c: Context<GatewayEnv>) => Promise<Response>

/** Refuses a key without the scope before the body is read; the verb behind it checks again. */
export function scoped(scope: Scope, route: Route): Route {
  return (c) => {
    requireScope(c.get('caller'), scope)
    return route(c)
  }
}
