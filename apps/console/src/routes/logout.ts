import { Hono } from 'hono'
import type { Sessions } from '../sessions.ts'
import { logoutPage } from '../views/logout-page.ts'

/** Signing out: a page that asks, and the POST that does it. */
export function logoutRoutes(sessions: Sessions): Hono {
  return new Hono()
    .get('/logout', (c) => c.html(logoutPage()))
    .post('/logout', async (c) => {
      await sessions.end(c)
      return c.redirect('/login', 303)
    })
}
