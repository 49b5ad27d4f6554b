import type { Context, MiddlewareHandler } from 'hono'
import type { Sessions } from '../sessions.ts'
import type { User } from '../users.ts'
import { isForScript, refuse } from '../views/refuse.ts'

declare module 'hono' {
  interface ContextVariableMap {
    /** Who is signed in. */
    user: User
    /** Where the request came from. */
    address: string
  }
}

/** Lets requests with an open session pass, and says whose it is. A page leads to the login and back; a script gets a 401 it can read. */
export function requireSession(sessions: Sessions, addressOf: (c: Context) => string): MiddlewareHandler {
  return async (c, next) => {
    const user = await sessions.userOf(c)
    if (user) {
      c.set('user', user)
      c.set('address', addressOf(c))
      return next()
    }
    if (isForScript(c))
      return refuse(c, 401, 'Signed out', 'Your session has ended. Reload the page to sign in again.')
    const { pathname, search } = new URL(c.req.url)
    const target = pathname === '/' ? '' : `?${new URLSearchParams({ next: pathname + search })}`
    return c.redirect(`/login${target}`, 302)
  }
}
