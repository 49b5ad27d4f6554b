import type { Context, MiddlewareHandler } from 'hono'
import { refuse } from '../views/refuse.ts'

const safeMethods = ['GET', 'HEAD', 'OPTIONS']

/**
 * Refuses a state-changing request that another site may have caused. Stricter than hono/csrf: it looks at every
 * content type, and both `Sec-Fetch-Site` and `Origin` have to agree where the browser sends them. One of the two
 * must be there; browsers leave `Sec-Fetch-Site` out on plain HTTP away from localhost.
 */
export const requireSameOrigin: MiddlewareHandler = async (c, next) => {
  if (safeMethods.includes(c.req.method) || isSameOrigin(c)) return next()
  return refuse(
    c,
    403,
    'Refused',
    'This request did not come from the console itself. Open the page again and retry.',
  )
}

function isSameOrigin(c: Context): boolean {
  const site = c.req.header('sec-fetch-site')
  const origin = c.req.header('origin')
  if (site !== undefined && site !== 'same-origin') return false
  if (origin === undefined) return site === 'same-origin'
  return URL.canParse(origin) && new URL(origin).host === new URL(c.req.url).host
}
