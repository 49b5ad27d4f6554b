import { Hono } from 'hono'
import type { FormTokens } from '../form-tokens.ts'
import type { Sessions } from '../sessions.ts'
import { logoutPage } from '../views/logout-page.ts'

/** Signing out: a page that asks, and the POST that does it. */
export function logoutRoutes(sessions: Sessions, tokens: FormTokens): Hono {
  return new Hono()
    .get('/logout', async (c) => c.html(logoutPage(await tokens.issue(c))))
    .post('/logout', async (c) => {
      await sessions.end(c)
      return c.redirect('/login', 303)
    })
}
