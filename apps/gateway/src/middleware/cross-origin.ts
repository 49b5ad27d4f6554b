import type { MiddlewareHandler } from 'hono'
import { collectHeaders } from '../answer/answer.ts'
import type { GatewayDeps, GatewayEnv } from '../http.ts'
import { answerHeaders, requestHeaders } from '../openapi/headers.ts'
import { headerOf } from '../request/header-of.ts'

const methods = 'GET, POST, PUT, DELETE'
const keepPreflightSeconds = 7200

const namesOf = (headers: Record<string, { name: string }>) => Object.values(headers).map(({ name }) => name)
const allowed = ['Content-Type', 'Content-Encoding', 'X-Api-Key', 'Traceparent', ...namesOf(requestHeaders)]
const exposed = namesOf(answerHeaders)

/**
 * Lets pages of these origins call the API from a browser, and answers what browsers ask before (CORS). Nothing is sent with cookies:
 * a page needs a key.
 */
export function crossOrigin(origins: readonly string[]): MiddlewareHandler<GatewayEnv> {
  return async (c, next) => {
    const origin = headerOf(c, 'origin')
    collectHeaders(c, { vary: 'Origin' })
    if (origin === undefined || !(origins.includes('*') || origins.includes(origin.toLowerCase())))
      return next()
    collectHeaders(c, { 'access-control-allow-origin': origin })
    if (c.req.method !== 'OPTIONS' || headerOf(c, 'access-control-request-method') === undefined) {
      collectHeaders(c, { 'access-control-expose-headers': exposed.join(', ') })
      return next()
    }
    return c.body(null, 204, {
      'Access-Control-Allow-Methods': methods,
      'Access-Control-Allow-Headers': allowed.join(', '),
      'Access-Control-Max-Age': String(keepPreflightSeconds),
    })
  }
}

/** Answers what browsers ask before a page calls with a publishable key of its origin: they ask without the key. */
export function preflightOfKeys({
  configuration,
}: Pick<GatewayDeps, 'configuration'>): MiddlewareHandler<GatewayEnv> {
  return async (c, next) => {
    const origin = headerOf(c, 'origin')
    const isKnown = origin !== undefined && (await configuration.isPublishedOrigin(origin.toLowerCase()))
    if (!isKnown) return next()
    return c.body(null, 204, {
      Vary: 'Origin',
      'Access-Control-Allow-Origin': origin,
      'Access-Control-Allow-Methods': 'POST',
      'Access-Control-Allow-Headers': allowed.join(', '),
      'Access-Control-Max-Age': String(keepPreflightSeconds),
    })
  }
}
