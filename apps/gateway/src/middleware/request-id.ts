import { randomUUID } from 'node:crypto'
import { createMiddleware } from 'hono/factory'
import { collectHeaders } from '../answer.ts'
import type { GatewayEnv } from '../http.ts'

const sane = /^[A-Za-z0-9._:/+=-]{1,128}$/

/** Takes over a sane `x-request-id` or makes one, and echoes it on every answer. */
export function requestId() {
  return createMiddleware<GatewayEnv>((c, next) => {
    const given = c.req.header('x-request-id')
    const id = given !== undefined && sane.test(given) ? given : randomUUID()
    c.set('requestId', id)
    collectHeaders(c, { 'x-request-id': id })
    return next()
  })
}
