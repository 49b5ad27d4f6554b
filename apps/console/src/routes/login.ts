import type { Logger } from '@intake/runtime/logger'
import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { z } from 'zod'
import { type FormTokens, tokenField } from '../form-tokens.ts'
import type { LoginLimiter } from '../login-limiter.ts'
import { safeNext } from '../safe-next.ts'
import type { Sessions } from '../sessions.ts'
import type { Users } from '../users.ts'
import { loginPage } from '../views/login-page.ts'
import { refuse } from '../views/refuse.ts'

const LoginForm = z.object({
  user: z.string().max(200),
  password: z.string().max(1_000),
  next: z.string().optional(),
})

export type LoginDeps = {
  logger: Logger
  sessions: Sessions
  tokens: FormTokens
  limiter: LoginLimiter
  users: Users
  addressOf: (c: Context) => string
}

/** The login page and its form. */
export function loginRoutes({ logger, sessions, tokens, limiter, users, addressOf }: LoginDeps): Hono {
  const limit = bodyLimit({
    maxSize: 16_384,
    onError: (c) => refuse(c, 413, 'Too large', 'That is no login form.'),
  })
  const showLogin = async (
    c: Context,
    status: 200 | 400 | 401 | 403 | 429,
    page: { next: string; user?: string; error?: string },
  ) => c.html(loginPage({ ...page, token: await tokens.issue(c) }), status)
  return new Hono()
    .get('/login', async (c) => {
      const next = safeNext(c.req.query('next'))
      return (await sessions.userOf(c)) ? c.redirect(next) : showLogin(c, 200, { next })
    })
    .post('/login', limit, async (c) => {
      const body = await c.req.parseBody()
      if (!(await tokens.accepts(c, body[tokenField])))
        return showLogin(c, 403, { next: '/', error: 'The form was too old. Sign in here.' })
      const form = LoginForm.safeParse(body)
      if (!form.success) return showLogin(c, 400, { next: '/', error: 'Enter user name and password.' })
      const { user, password } = form.data
      const next = safeNext(form.data.next)
      const address = addressOf(c)
      const waitMs = limiter.take({ user, address })
      if (waitMs > 0) {
        logger.warn({ address }, 'login refused: too many attempts')
        c.header('retry-after', String(Math.ceil(waitMs / 1_000)))
        return showLogin(c, 429, { next, user, error: tooManyAttempts(waitMs) })
      }
      const signedIn = await users.signIn({ user, password })
      if (!signedIn) {
        logger.warn({ address }, 'login failed')
        return showLogin(c, 401, { next, user, error: 'Wrong user name or password.' })
      }
      limiter.forgive({ user, address })
      await sessions.start(c, signedIn)
      logger.info({ address, user, role: signedIn.role }, 'login')
      return c.redirect(next, 303)
    })
}

function tooManyAttempts(waitMs: number): string {
  const minutes = Math.ceil(waitMs / 60_000)
  return `Too many attempts. Try again in ${minutes === 1 ? 'a minute' : `${minutes} minutes`}.`
}
