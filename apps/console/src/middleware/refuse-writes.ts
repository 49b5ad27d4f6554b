import type { MiddlewareHandler } from 'hono'
import { refuse } from '../views/refuse.ts'

/** Read-only, whatever Bull Board thinks of it: only reads pass. */
export const refuseWrites: MiddlewareHandler = async (c, next) => {
  if (c.req.method === 'GET' || c.req.method === 'HEAD') return next()
  return refuse(
    c,
    403,
    'Read-only',
    'This console is read-only. Set CONSOLE_READ_ONLY=false to change things here.',
  )
}
