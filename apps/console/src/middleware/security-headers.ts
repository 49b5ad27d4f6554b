import type { MiddlewareHandler } from 'hono'
import { secureHeaders } from 'hono/secure-headers'

/**
 * Everything comes from this server and nothing is inline. Bull Board alone sets inline styles and a base address. The
 * referrer policy stays `same-origin`: under `no-referrer` browsers send `Origin: null` with forms, and the origin check
 * would refuse the login.
 */
export function securityHeaders(options: { https: boolean }): MiddlewareHandler {
  const common = {
    xFrameOptions: 'DENY' as const,
    referrerPolicy: 'same-origin' as const,
    strictTransportSecurity: options.https ? 'max-age=31536000' : false,
  }
  const own = secureHeaders({
    ...common,
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'", 'data:'],
      connectSrc: ["'self'"],
      baseUri: ["'none'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
    },
  })
  const board = secureHeaders({
    ...common,
    contentSecurityPolicy: {
      defaultSrc: ["'self'"],
      styleSrc: ["'self'", "'unsafe-inline'"],
      imgSrc: ["'self'", 'data:'],
      objectSrc: ["'none'"],
      baseUri: ["'self'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
    },
  })
  return (c, next) => (/^\/queues(\/|$)/.test(c.req.path) ? board(c, next) : own(c, next))
}

/** Nothing of the console is kept by a browser or a proxy, but for assets, whose names change with their content. */
export const cacheControl: MiddlewareHandler = async (c, next) => {
  await next()
  const isAsset = c.res.ok && /^\/(queues\/static|assets)\//.test(c.req.path)
  c.header('cache-control', isAsset ? 'private, max-age=86400' : 'no-store')
}
