import { type ErrorCode, errorCodes } from '@intake/contracts/app-error'
import { Counter, Histogram } from 'prom-client'
import type { Metrics } from './create-metrics.ts'

export interface HttpMetrics {
  /** A request was answered. `route` is a pattern such as `/api/v1/leads/:id`, never a path. */
  answered(method: string, route: string, status: number, seconds: number): void
  refused(code: ErrorCode): void
  /** The answer was the kept one of an earlier call with the same idempotency key. */
  replayed(): void
}

const methods = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'])

/** Requests and their answers, of the gateway. */
export function createHttpMetrics({ registry }: Pick<Metrics, 'registry'>): HttpMetrics {
  const registers = [registry]
  const duration = new Histogram({
    name: 'intake_http_request_duration_seconds',
    help: 'Time to answer a request, by method, route pattern and status; _count is the number of requests.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  })
  const refusals = new Counter({
    name: 'intake_refusals_total',
    help: 'Requests that were answered with a problem document, by its code.',
    labelNames: ['code'],
    registers,
  })
  for (const code of errorCodes) refusals.inc({ code }, 0)
  const replays = new Counter({
    name: 'intake_replays_total',
    help: 'Answers that were those of an earlier call with the same idempotency key.',
    registers,
  })
  // Label values are checked and hashed once for each combination, not for each request.
  const children = new Map<string, { observe(seconds: number): void }>()

  return {
    answered(method, route, status, seconds) {
      const key = `${method} ${route} ${status}`
      let child = children.get(key)
      if (!child) {
        child = duration.labels(methods.has(method) ? method : 'other', route, String(status))
        children.set(key, child)
      }
      child.observe(seconds)
    },
    refused: (code) => refusals.inc({ code }),
    replayed: () => replays.inc(),
  }
}
