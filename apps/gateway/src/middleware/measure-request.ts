import type { HttpMetrics } from '@intake/metrics/http-metrics'
import type { Context } from 'hono'
import type { GatewayEnv } from '../http.ts'

/** Counts and times a request by its route's pattern, never by its path. */
export function measureRequest(
  metrics: HttpMetrics,
  c: Context<GatewayEnv>,
  { pattern, ms }: { pattern: string | null; ms: number },
): void {
  metrics.answered(c.req.method, pattern ?? 'none', c.res.status, ms / 1000)
  const problem = c.get('problem')
  if (problem) metrics.refused(problem)
  else if (c.get('isReplay')) metrics.replayed()
}
