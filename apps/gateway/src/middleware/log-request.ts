import type { Caller } from '@intake/leads/workspace/caller'
import type { Logger } from '@intake/runtime/logger'
import type { Context } from 'hono'
import type { GatewayEnv } from '../http.ts'
import { safePath } from './safe-path.ts'

/** One line a request: success at debug, refusals at info, failures at error. Bodies and phone numbers aren't logged. */
export function logRequest(logger: Logger, c: Context<GatewayEnv>, ms: number): void {
  const { status } = c.res
  const level = status >= 500 ? 'error' : status >= 400 ? 'info' : 'debug'
  if (!logger.isLevelEnabled(level)) return
  const caller: Caller | undefined = c.get('caller')
  logger[level](
    {
      requestId: c.get('requestId'),
      method: c.req.method,
      path: safePath(c),
      status,
      ms: Math.round(ms * 10) / 10,
      keyId: caller?.keyId,
    },
    'request',
  )
}
