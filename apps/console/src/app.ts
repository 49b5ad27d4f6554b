import type { Health } from '@intake/runtime/health'
import type { Logger } from '@intake/runtime/logger'
import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { createFormTokens } from './form-tokens.ts'
import { maxImportBytes } from './import-form.ts'
import { createLoginLimiter } from './login-limiter.ts'
import { logChanges } from './middleware/log-changes.ts'
import { refuseWrites } from './middleware/refuse-writes.ts'
import { requireRedis } from './middleware/require-redis.ts'
import { requireRole } from './middleware/require-role.ts'
import { requireSameOrigin } from './middleware/require-same-origin.ts'
import { requireSession } from './middleware/require-session.ts'
import { requireToken } from './middleware/require-token.ts'
import { cacheControl, securityHeaders } from './middleware/security-headers.ts'
import type { Operator } from './operator.ts'
import type { Sampler } from './overview/sampler.ts'
import { assetRoutes } from './routes/assets.ts'
import { auditRoutes } from './routes/audit.ts'
import { checklistRoutes } from './routes/checklist.ts'
import { deadRoutes } from './routes/dead.ts'
import { healthRoutes } from './routes/health.ts'
import { type ImportDeps, importRoutes } from './routes/imports.ts'
import { leadRoutes } from './routes/leads.ts'
import { loginRoutes } from './routes/login.ts'
import { logoutRoutes } from './routes/logout.ts'
import { overviewRoutes } from './routes/overview.ts'
import { type Queues, queuesRoutes } from './routes/queues.ts'
import { type SourcesDeps, setUpRoutes, sourceRoutes } from './routes/sources.ts'
import { submissionRoutes } from './routes/submissions.ts'
import { suppressionRoutes } from './routes/suppressions.ts'
import { webhookRoutes } from './routes/webhooks.ts'
import { workspaceRoutes } from './routes/workspaces.ts'
import { createSessions } from './sessions.ts'
import { createSetUpLinks } from './set-up-links.ts'
import { createUsers, type ListedUser } from './users.ts'
import { refuse } from './views/refuse.ts'
import { refuseError } from './views/refuse-error.ts'

export type AppDeps = Pick<Operator, 'db' | 'configuration'> & {
  submissions: SourcesDeps['submissions']
  publicUrl: SourcesDeps['publicUrl']
  /** Where files of leads are put for the gateways; null where there is no such place. */
  storage: ImportDeps['storage']
  queues: Queues
  sampler: Sampler
  health: Health
  logger: Logger
  user: string
  password: string
  /** Users besides, by name. */
  listedUsers: readonly ListedUser[]
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
/** Where forms change things; Bull Board has its own. */
const changing = ['/leads/*', '/imports/*', '/webhooks/*', '/dead/*', '/workspaces/*']
const fiveMinutesMs = 300_000
const tooLarge = (c: Context) => refuse(c, 413, 'Too large', 'That is more than this form takes.')
const ordinaryForm = bodyLimit({ maxSize: 16_384, onError: tooLarge })
/** A template has up to a megabyte, of which a form may make three. */
const templateForm = bodyLimit({ maxSize: 3_200_000, onError: tooLarge })
const importForm = bodyLimit({ maxSize: maxImportBytes + 300_000, onError: tooLarge })
const limitForm: MiddlewareHandler = (c, next) => {
  if (/^\/workspaces\/[^/]+\/checklist$/.test(c.req.path)) return templateForm(c, next)
  return (c.req.path.startsWith('/imports/') ? importForm : ordinaryForm)(c, next)
}

/** The console: health and assets open to all, a login, and behind it the pages and Bull Board. */
export function createApp(deps: AppDeps): Hono {
  const { db, configuration, queues, sampler, health, logger, readOnly, secureCookie, addressOf } = deps
  const users = createUsers({ user: deps.user, password: deps.password }, deps.listedUsers)
  const limiter = createLoginLimiter({ attempts: 5, windowMs: fiveMinutesMs })
  const { sessionSecret: secret, sessionLifetimeMs: lifetimeMs } = deps
  const sessions = createSessions({ db, secret, users, lifetimeMs, secureCookie })
  const tokens = createFormTokens({ secret, sessions, secureCookie })
  const { submissions, publicUrl } = deps
  const operator = { db, sealer: submissions.sealer, configuration, tokens, readOnly }
  const sources = { operator, submissions, publicUrl, links: createSetUpLinks({ secret }) }
  const app = new Hono()

  app.use(securityHeaders({ https: secureCookie }), cacheControl)
  app.route('/', healthRoutes(health))
  app.route('/', assetRoutes())
  app.route('/', setUpRoutes(sources))
  app.use(requireSameOrigin)
  app.route('/', loginRoutes({ logger, sessions, tokens, limiter, users, addressOf }))
  app.use(requireSession(sessions, addressOf), requireRole)
  for (const changes of [...changing, `${board}/*`]) app.use(changes, logChanges(logger))
  for (const forms of ['/logout', ...changing]) app.use(forms, limitForm, requireToken(tokens))
  app.route('/', logoutRoutes(sessions, tokens))
  app.route('/', overviewRoutes(sampler))
  if (readOnly) for (const path of [...changing, `${board}/*`]) app.use(path, refuseWrites)
  app.route('/', leadRoutes({ operator, submissions, logger }))
  app.route('/', importRoutes({ operator, submissions, storage: deps.storage }))
  app.route('/', auditRoutes(operator))
  app.route('/', workspaceRoutes(operator))
  app.route('/', checklistRoutes(operator))
  app.route('/', sourceRoutes(sources))
  app.route('/', submissionRoutes(sources))
  app.route('/', suppressionRoutes(operator))
  app.route('/', webhookRoutes(operator))
  app.route('/', deadRoutes(operator))
  app.use(`${board}/*`, requireRedis({ health, timeoutMs: deps.pageTimeoutMs }))
  app.route(board, queuesRoutes({ queues, readOnly, basePath: board }))

  app.notFound((c) => refuse(c, 404, 'Not found', 'There is no such page.'))
  app.onError((error, c) => refuseError(c, error, logger))
  return app
}
