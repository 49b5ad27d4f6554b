import { AppError } from '@intake/contracts/app-error'
import { createMiddleware } from 'hono/factory'
import type { GatewayDeps, GatewayEnv } from '../http.ts'

export interface IntakeBounds {
  /** API requests under way at once. */
  maxRequests: number
  /** Bytes of their bodies; one of unknown length counts as the largest that is allowed. */
  maxBytes: number
}

/** Refuses with `overloaded`, before anything of the body is read, what would go beyond the bounds of this process. */
export function bounded({ bounds, maxBodyBytes }: Pick<GatewayDeps, 'bounds' | 'maxBodyBytes'>) {
  let requests = 0
  let bytes = 0
  return createMiddleware<GatewayEnv>(async (c, next) => {
    const size = sizeOf(c.req.raw.headers, maxBodyBytes)
    if (requests >= bounds.maxRequests || bytes + size > bounds.maxBytes)
      throw new AppError('overloaded', 'More requests are under way than fit; try again shortly.', {
        retryAfter: 1,
      })
    requests += 1
    bytes += size
    try {
      await next()
    } finally {
      requests -= 1
      bytes -= size
    }
  })
}

function sizeOf(headers: Headers, maxBodyBytes: number): number {
  const length = headers.get('content-length')
  if (length !== null) return Math.min(Number(length) || 0, maxBodyBytes)
  return headers.has('transfer-encoding') ? maxBodyBytes : 0
}
