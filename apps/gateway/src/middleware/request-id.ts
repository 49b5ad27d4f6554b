import { randomUUID } from 'node:crypto'
import type { Context } from 'hono'
import type { GatewayEnv } from '../http.ts'
import { headerOf } from '../request/header-of.ts'

const sane = /^[A-Za-z0-9._:/+=-]{1,128}$/

/** Takes over a sane `x-request-id` or makes one. */
export function giveRequestId(c: Context<GatewayEnv>): string {
  const given = headerOf(c, 'x-request-id')
  const id = given !== undefined && sane.test(given) ? given : randomUUID()
  c.set('requestId', id)
  return id
}
