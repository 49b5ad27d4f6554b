import type { MiddlewareHandler } from 'hono'
import type { Sessions } from '../sessions.ts'
import { isForScript, refuse } from '../views/refuse.ts'

/** Lets requests with an open session pass. A page leads to the login and back; a script gets a 401 it can read. */
export function requireSession(sessions: Sessions): MiddlewareHandler {
  return async (c, next) => {
    if (await sessions.isOpen(c)) return next()
    if (isForScript(c))
      return refuse(c, 401, 'Signed out', 'Your session has ended. Reload the page to sign in again.')
    const { pathname, search } = new URL(c.req.url)
    const target = pathname === '/' ? '' : `?${new URLSearchParams({ next: pathname + search })}`
    return c.redirect(`/login${target}`, 302)
  }
}
