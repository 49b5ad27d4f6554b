import type { MiddlewareHandler } from 'hono'
import { secureHeaders } from 'hono/secure-headers'
import { type CollectedHeaders, collectHeaders } from '../answer.ts'
import type { GatewayEnv } from '../http.ts'

/** Answers are data: nothing in them may run, load, frame or be framed. HSTS is for the proxy that ends TLS to decide. */
const ofData = {
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

export const securityHeaders = collecting(ofData)

/** The same, and no browser or proxy keeps an answer, unless its handler says otherwise. */
export const answerHeaders = collecting({ ...ofData, 'cache-control': 'no-store' })

function collecting(headers: Readonly<CollectedHeaders>): MiddlewareHandler<GatewayEnv> {
  return (c, next) => {
    collectHeaders(c, headers)
    return next()
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
