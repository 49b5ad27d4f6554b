import { parseTraceparent } from '@intake/runtime/traceparent'
import type { Tracing } from '@intake/runtime/tracing'
import { createMiddleware } from 'hono/factory'
import type { GatewayEnv } from '../http.ts'
import { routePattern } from './route-pattern.ts'

/**
 * Leaves the request's traceparent for what it causes: that of a span of ours, which goes on with the client's trace, or
 * the client's own while we don't trace.
 */
export function traced(tracing: Tracing | null | undefined) {
  return createMiddleware<GatewayEnv>(async (c, next) => {
    const header = c.req.header('traceparent')
    const parent = header !== undefined && parseTraceparent(header) ? header : undefined
    if (!tracing) {
      if (parent) c.set('traceparent', parent)
      return next()
    }
    const { method } = c.req
    const span = tracing.start({ name: method, kind: 'server', parent })
    c.set('traceparent', span.traceparent)
    await tracing.within(span, next)
    const route = routePattern(c) ?? 'none'
    const { status } = c.res
    span.end({
      name: `${method} ${route}`,
      failed: status >= 500,
      attributes: {
        'http.request.method': method,
        'http.route': route,
        'http.response.status_code': status,
        'intake.request_id': c.var.requestId,
      },
    })
  })
}
