import type { Logger } from '@intake/runtime/logger'
import type { MiddlewareHandler } from 'hono'

/** A line for everything that was changed by hand; addresses hold ids and slugs only. */
export function logChanges(logger: Logger): MiddlewareHandler {
  return async (c, next) => {
    await next()
    const isWrite = c.req.method !== 'GET' && c.req.method !== 'HEAD'
    if (isWrite && c.res.status < 400)
      logger.info({ user: c.get('user').name, method: c.req.method, path: c.req.path }, 'changed by hand')
  }
}
