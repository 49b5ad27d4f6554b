import type { HttpMetrics } from '@intake/metrics/http-metrics'
import { createMiddleware } from 'hono/factory'
import type { GatewayEnv } from '../http.ts'
import { routePattern } from './route-pattern.ts'

/** Counts and times each request by its route's pattern, never by its path. */
export function measured(metrics: HttpMetrics) {
  return createMiddleware<GatewayEnv>(async (c, next) => {
    const start = performance.now()
    await next()
    const seconds = (performance.now() - start) / 1000
    metrics.answered(c.req.method, routePattern(c) ?? 'none', c.res.status, seconds)
    const problem = c.get('problem')
    if (problem) metrics.refused(problem)
    else if (c.get('isReplay')) metrics.replayed()
  })
}
