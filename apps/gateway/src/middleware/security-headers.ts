import type { MiddlewareHandler } from 'hono'
import { secureHeaders } from 'hono/secure-headers'
import type { CollectedHeaders } from '../answer/answer.ts'
import type { GatewayEnv } from '../http.ts'

/** Answers are data: nothing in them may run, load, frame or be framed. HSTS is for the proxy that ends TLS to decide. */
export const securityHeaders: MiddlewareHandler<GatewayEnv> = (c, next) => {
  c.set('headers', ofData(c.get('requestId')))
  return next()
}

/** The same, and no browser or proxy keeps an answer, unless its handler says otherwise. */
export const answerHeaders: MiddlewareHandler<GatewayEnv> = (c, next) => {
  const headers = ofData(c.get('requestId'))
  headers['cache-control'] = 'no-store'
  c.set('headers', headers)
  return next()
}

/** A literal: V8 copies one at once, where it would add one member after the other to an object that is there. */
function ofData(requestId: string): CollectedHeaders {
  return {
    'x-request-id': requestId,
    'content-security-policy':
      "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'origin-agent-cluster': '?1',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-dns-prefetch-control': 'off',
    'x-download-options': 'noopen',
    'x-frame-options': 'DENY',
    'x-permitted-cross-domain-policies': 'none',
    'x-xss-protection': '0',
  }
}

/** For the page at `/docs`: it runs and shows what comes from here, and nothing else. */
export function pageHeaders(): MiddlewareHandler {
  return secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'", 'data:'],
      connectSrc: ["'self'"],
      baseUri: ["'none'"],
      formAction: ["'none'"],
      frameAncestors: ["'none'"],
    },
    xFrameOptions: 'DENY',
    referrerPolicy: 'no-referrer',
    strictTransportSecurity: false,
  })
}
