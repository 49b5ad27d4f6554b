import type { Caller } from '@intake/leads/authenticate'
import type { Logger } from '@intake/runtime/logger'
import { createMiddleware } from 'hono/factory'
import type { GatewayEnv } from '../http.ts'
import { safePath } from './safe-path.ts'

/** One line a request: success at debug, refusals at info, failures at error. Bodies and phone numbers aren't logged. */
export function logged(logger: Logger) {
  return createMiddleware<GatewayEnv>(async (c, next) => {
    const start = performance.now()
    await next()
    const { status } = c.res
    const level = status >= 500 ? 'error' : status >= 400 ? 'info' : 'debug'
    if (!logger.isLevelEnabled(level)) return
    const ms = Math.round((performance.now() - start) * 10) / 10
    const caller: Caller | undefined = c.get('caller')
    logger[level](
      {
        requestId: c.get('requestId'),
        method: c.req.method,
        path: safePath(c),
        status,
        ms,
        keyId: caller?.keyId,
      },
      'request',
    )
  })
}
