import type { MiddlewareHandler } from 'hono'
import { secureHeaders } from 'hono/secure-headers'

/**
 * Bull Board sets inline styles; everything else comes from this server. The referrer policy stays `same-origin`:
 * under `no-referrer` browsers send `Origin: null` with forms, and the origin check would refuse the login.
 */
export function securityHeaders(options: { https: boolean }): MiddlewareHandler {
  return secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'self'"],
      styleSrc: ["'self'", "'unsafe-inline'"],
      imgSrc: ["'self'", 'data:'],
      objectSrc: ["'none'"],
      baseUri: ["'self'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
    },
    xFrameOptions: 'DENY',
    referrerPolicy: 'same-origin',
    strictTransportSecurity: options.https ? 'max-age=31536000' : false,
  })
}

/** Nothing of the console is kept by a browser or a proxy, but for assets, whose names change with their content. */
export const cacheControl: MiddlewareHandler = async (c, next) => {
  await next()
  const isAsset = c.res.ok && c.req.path.includes('/static/')
  c.header('cache-control', isAsset ? 'private, max-age=86400' : 'no-store')
}
