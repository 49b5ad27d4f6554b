import { requireScope, type Scope } from '@intake/leads/workspace/caller'
import { checkQuery, type Handler, type Route, recordsOf } from '../request/query.ts'

/** Refuses a key without the scopes, and parameters that the route doesn't take, before the body is read. The verb checks the scopes again. */
export function scoped(scopes: Scope | readonly Scope[], route: Route): Handler {
  const needed = [scopes].flat()
  const records = recordsOf(route.query)
  const known = Object.keys(route.query?.shape ?? {}).filter((name) => !records.includes(name))
  return (c) => {
    for (const scope of needed) requireScope(c.get('caller'), scope)
    checkQuery(c, known, records)
    return route(c)
  }
}
