import { AppError } from '@intake/contracts/app-error'
import type { RateLimit } from '@intake/queue/token-bucket'
import { createMiddleware } from 'hono/factory'
import { collectHeaders } from '../answer.ts'
import type { GatewayDeps, GatewayEnv } from '../http.ts'

/**
 * Takes a token of the caller's key and says what is left, in the header fields of the IETF draft "RateLimit header fields
 * for HTTP". Throws `rate_limited`. A key without a limit, of its own or by the setting, isn't counted at all.
 */
export function rateLimited({
  rateLimiter,
  defaultRateLimit,
  warnings,
}: Pick<GatewayDeps, 'rateLimiter' | 'defaultRateLimit' | 'warnings'>) {
  return createMiddleware<GatewayEnv>(async (c, next) => {
    const { workspaceId, keyId, rateLimit } = c.get('caller')
    const limit = rateLimit ?? defaultRateLimit
    if (limit) {
      const { allowed, remaining, fullIn, retryAfter } = await rateLimiter.take(keyId, limit)
      collectHeaders(c, {
        'ratelimit-policy': `"default";q=${limit.burst};w=${windowOf(limit)}`,
        ratelimit: `"default";r=${remaining};t=${allowed ? fullIn : retryAfter}`,
      })
      if (!allowed) {
        warnings?.note({ workspaceId, kind: 'rate_limited', subject: keyId, requestId: c.get('requestId') })
        throw new AppError(
          'rate_limited',
          `This key may send ${limit.perSecond} requests a second, ${limit.burst} at once.`,
          { retryAfter },
        )
      }
    }
    await next()
  })
}

/** Seconds in which an empty bucket fills. */
function windowOf({ perSecond, burst }: RateLimit): number {
  return Math.max(1, Math.ceil(burst / perSecond))
}
