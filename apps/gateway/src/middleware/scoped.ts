import { requireScope, type Scope } from '@intake/leads/workspace/caller'
import type { Context } from 'hono'
import type { GatewayEnv } from '../http.ts'

type Route = (c: Context<GatewayEnv>) => Promise<Response>

/** Refuses a key without the scopes before the body is read; the verb behind it checks again. */
export function scoped(scopes: Scope | readonly Scope[], route: Route): Route {
  const needed = [scopes].flat()
  return (c) => {
    for (const scope of needed) requireScope(c.get('caller'), scope)
    return route(c)
  }
}
