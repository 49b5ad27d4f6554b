import { parseTraceparent } from '@intake/runtime/traceparent'
import type { Context } from 'hono'
import type { GatewayEnv } from '../http.ts'
import { headerOf } from './header-of.ts'

/** The traceparent for what a request causes: that of our span, or while we don't trace the client's own, if it is one. */
export function traceparentOf(c: Context<GatewayEnv>): string | undefined {
  return c.get('traceparent') ?? givenTraceparent(c)
}

/** The `traceparent` that the client sent; undefined for none and for nonsense. */
export function givenTraceparent(c: Context): string | undefined {
  const header = headerOf(c, 'traceparent')
  return header !== undefined && parseTraceparent(header) ? header : undefined
}
