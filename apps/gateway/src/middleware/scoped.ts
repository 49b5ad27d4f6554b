import { requireScope, type Scope } from '@intake/leads/workspace/caller'
import { checkQuery, type Handler, type Route } from '../request/query.ts'

/** Refuses a key without the scope, and parameters that the route doesn't take, before the body is read. The verb checks the scope again. */
export function scoped(scope: Scope, route: Route): Handler {
  const known = Object.keys(route.query?.shape ?? {})
  return (c) => {
    requireScope(c.get('caller'), scope)
    checkQuery(c, known)
    return route(c)
  }
}
