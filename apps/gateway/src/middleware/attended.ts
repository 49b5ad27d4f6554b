import type { CallLog } from '@intake/leads/audit/call-log'
import type { HttpMetrics } from '@intake/metrics/http-metrics'
import type { Logger } from '@intake/runtime/logger'
import { createMiddleware } from 'hono/factory'
import { addHeaders } from '../answer/answer.ts'
import type { GatewayEnv } from '../http.ts'
import { createRequestLog } from './log-request.ts'
import { measureRequest } from './measure-request.ts'
import { noteCall } from './note-call.ts'
import { giveRequestId } from './request-id.ts'
import { routePattern } from './route-pattern.ts'

/**
 * What every request gets, whatever it is: an id, the collected header fields, its place in the metrics and in the audit events, and
 * a line in the log. One
 * layer for all of it: each layer costs a create about as much as what is done in it.
 */
export function attended({
  metrics,
  logger,
  calls,
}: {
  metrics?: HttpMetrics | undefined
  logger: Logger
  calls?: CallLog | undefined
}) {
  const logRequest = createRequestLog(logger)
  return createMiddleware<GatewayEnv>(async (c, next) => {
    const start = performance.now()
    c.set('headers', { 'x-request-id': giveRequestId(c) })
    await next()
    addHeaders(c)
    const ms = performance.now() - start
    const pattern = routePattern(c)
    logRequest(c, { pattern, ms })
    if (metrics) measureRequest(metrics, c, { pattern, ms })
    if (calls) noteCall(calls, c, pattern)
  })
}
