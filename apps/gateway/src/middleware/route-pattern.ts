import type { Context } from 'hono'
import { matchedRoutes } from 'hono/route'

/**
 * The pattern of the route that a request matched, such as `/api/v1/leads/:id`; null for an address that there isn't. The first one answers: others
 * that match are less exact.
 */
export function routePattern(c: Context): string | null {
  return matchedRoutes(c).find(({ path }) => !path.includes('*'))?.path ?? null
}
