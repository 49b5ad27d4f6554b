import type { HttpMetrics } from '@intake/metrics/http-metrics'
import type { Context } from 'hono'
import type { GatewayEnv } from '../http.ts'
import { routePattern } from './route-pattern.ts'

/** Counts and times a request by its route's pattern, never by its path. */
export function measureRequest(metrics: HttpMetrics, c: Context<GatewayEnv>, ms: number): void {
  metrics.answered(c.req.method, routePattern(c) ?? 'none', c.res.status, ms / 1000)
  const problem = c.get('problem')
  if (problem) metrics.refused(problem)
  else if (c.get('isReplay')) metrics.replayed()
}
