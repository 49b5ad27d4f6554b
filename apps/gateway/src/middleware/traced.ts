import type { Tracing } from '@intake/runtime/tracing'
import { createMiddleware } from 'hono/factory'
import type { GatewayEnv } from '../http.ts'
import { givenTraceparent } from '../request/traceparent-of.ts'
import { routePattern } from './route-pattern.ts'

/** Makes a span of each request, which goes on with the client's trace, and leaves it for what the request causes. */
export function traced(tracing: Tracing) {
  return createMiddleware<GatewayEnv>(async (c, next) => {
    const { method } = c.req
    const span = tracing.start({ name: method, kind: 'server', parent: givenTraceparent(c) })
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
