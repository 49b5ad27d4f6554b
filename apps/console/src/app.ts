import type { Health } from '@intake/runtime/health'
import type { Logger } from '@intake/runtime/logger'
import { type Context, Hono } from 'hono'
import { createCredentialCheck } from './credentials.ts'
import { createLoginLimiter } from './login-limiter.ts'
import { refuseWrites } from './middleware/refuse-writes.ts'
import { requireRedis } from './middleware/require-redis.ts'
import { requireSameOrigin } from './middleware/require-same-origin.ts'
import { requireSession } from './middleware/require-session.ts'
import { cacheControl, securityHeaders } from './middleware/security-headers.ts'
import { healthRoutes } from './routes/health.ts'
import { loginRoutes } from './routes/login.ts'
import { logoutRoutes } from './routes/logout.ts'
import { type Queues, queuesRoutes } from './routes/queues.ts'
import { createSessions } from './sessions.ts'
import { refuse } from './views/refuse.ts'

export type AppDeps = {
  queues: Queues
  health: Health
  logger: Logger
  user: string
  password: string
  sessionSecret: string
  sessionLifetimeMs: number
  secureCookie: boolean
  readOnly: boolean
  /** The longest that a page may wait for Redis, in milliseconds. */
  pageTimeoutMs: number
  /** The address that login attempts are counted by. */
  addressOf: (c: Context) => string
}

const board = '/queues'
const fiveMinutesMs = 300_000

/** The console: health open to all, a login, and behind it Bull Board. */
export function createApp(deps: AppDeps): Hono {
  const { queues, health, logger, readOnly, addressOf } = deps
  const credentials = { user: deps.user, password: deps.password }
  const isRight = createCredentialCheck(credentials)
  const limiter = createLoginLimiter({ perAddress: 5, overall: 100, windowMs: fiveMinutesMs })
  const sessions = createSessions({
    secret: deps.sessionSecret,
    credentials,
    lifetimeMs: deps.sessionLifetimeMs,
    secureCookie: deps.secureCookie,
  })
  const app = new Hono()

  app.use(securityHeaders({ https: deps.secureCookie }), cacheControl)
  app.route('/', healthRoutes(health))
  app.use(requireSameOrigin)
  app.route('/', loginRoutes({ logger, sessions, limiter, isRight, addressOf }))
  app.use(requireSession(sessions))
  app.route('/', logoutRoutes(sessions))
  app.get('/', (c) => c.redirect(board))
  if (readOnly) app.use(`${board}/*`, refuseWrites)
  app.use(`${board}/*`, requireRedis({ health, timeoutMs: deps.pageTimeoutMs }))
  app.route(board, queuesRoutes({ queues, readOnly, basePath: board }))

  app.notFound((c) => refuse(c, 404, 'Not found', 'There is no such page.'))
  app.onError((err, c) => {
    logger.error({ err, path: c.req.path }, 'a console page failed')
    return refuse(c, 500, 'Something went wrong', 'The console could not show this page. Its log says why.')
  })
  return app
}
