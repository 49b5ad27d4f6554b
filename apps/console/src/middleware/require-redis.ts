import type { Health } from '@intake/runtime/health'
import { TimeoutError, withTimeout } from '@intake/runtime/with-timeout'
import type { MiddlewareHandler } from 'hono'
import { refuse } from '../views/refuse.ts'

/** Answers with a clear 503 while Redis is away, and bounds what follows, so that no page ever hangs on it. */
export function requireRedis(options: { health: Health; timeoutMs: number }): MiddlewareHandler {
  const { health, timeoutMs } = options
  return async (c, next) => {
    if (c.req.path.includes('/static/')) return next()
    const away = () => {
      c.header('retry-after', '5')
      return refuse(
        c,
        503,
        'Redis can’t be reached',
        'Leads are still taken in and kept in Postgres; the queues are shown again once Redis is back.',
      )
    }
    if ((await health.ready()).status !== 200) return away()
    try {
      await withTimeout(next(), { what: 'a page of the console', timeoutMs })
    } catch (error) {
      if (error instanceof TimeoutError) return away()
      throw error
    }
  }
}
