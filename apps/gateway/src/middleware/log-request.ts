import type { Caller } from '@intake/leads/workspace/caller'
import type { Logger } from '@intake/runtime/logger'
import type { Context } from 'hono'
import type { GatewayEnv } from '../http.ts'
import { createLineQuota } from './line-quota.ts'
import { safePath } from './safe-path.ts'

/** Logs a request that was answered; `pattern` is its route's, null for an address that there isn't. */
export type LogRequest = (c: Context<GatewayEnv>, answered: { pattern: string | null; ms: number }) => void

/** Of each status, a second. */
const refusedLines = 10
/** What checks of health and readers of the documentation ask is no call of anybody's. */
const called = /^\/(api|in|files)\//

/**
 * One line a call: at info, failures at error. Of refusals so many a second and status; the next line says how many were left out. Queries, bodies
 * and phone numbers aren't logged.
 */
export function createRequestLog(logger: Logger, now = () => performance.now()): LogRequest {
  const quota = createLineQuota(refusedLines, now)
  return (c, { pattern, ms }) => {
    const { status } = c.res
    const isCall = status >= 400 || called.test(pattern ?? c.req.path)
    const level = status >= 500 ? 'error' : isCall ? 'info' : 'debug'
    if (!logger.isLevelEnabled(level)) return
    // What went wrong on our side is told each time.
    const leftOut = status >= 400 && status !== 500 ? quota.take(status) : 0
    if (leftOut === null) return
    const caller: Caller | undefined = c.get('caller')
    const length = c.get('bytes') ?? c.res.headers.get('content-length')
    logger[level](
      {
        requestId: c.get('requestId'),
        method: c.req.method,
        route: pattern,
        path: safePath(c, pattern),
        status,
        ...(length === null ? {} : { bytes: Number(length) }),
        ms: Math.round(ms * 10) / 10,
        keyId: caller?.keyId,
        ...(leftOut > 0 ? { leftOut } : {}),
      },
      'request',
    )
  }
}
