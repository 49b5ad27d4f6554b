import { AppError } from '@intake/contracts/app-error'
import type { RateLimit } from '@intake/queue/token-bucket'
import type { Context } from 'hono'
import { collectHeaders } from '../answer/answer.ts'
import type { GatewayDeps, GatewayEnv } from '../http.ts'

/**
 * Takes a token of the caller's key and says what is left, in the header fields of the IETF draft "RateLimit header fields
 * for HTTP". Throws `rate_limited`.
 */
export async function takeToken(
  c: Context<GatewayEnv>,
  { rateLimiter, warnings }: Pick<GatewayDeps, 'rateLimiter' | 'warnings'>,
  limit: RateLimit,
  bucket: string,
): Promise<void> {
  const { workspaceId, keyId } = c.get('caller')
  const { allowed, remaining, fullIn, retryAfter } = await rateLimiter.take(bucket, limit)
  collectHeaders(c, {
    'ratelimit-policy': `"default";q=${limit.burst};w=${windowOf(limit)}`,
    ratelimit: `"default";r=${remaining};t=${allowed ? fullIn : retryAfter}`,
  })
  if (allowed) return
  warnings?.note({ workspaceId, kind: 'rate_limited', subject: keyId, requestId: c.get('requestId') })
  throw new AppError(
    'rate_limited',
    `This key may send ${limit.perSecond} requests a second, ${limit.burst} at once.`,
    { retryAfter },
  )
}

/** Seconds in which an empty bucket fills. */
function windowOf({ perSecond, burst }: RateLimit): number {
  return Math.max(1, Math.ceil(burst / perSecond))
}
