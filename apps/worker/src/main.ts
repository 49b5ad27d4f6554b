import type { Server } from 'node:http'
import { serve } from '@hono/node-server'
import { checkSchema } from '@intake/database/check-schema'
import { createDatabase } from '@intake/database/create-database'
import { isPassing, isUnavailable, sqlState } from '@intake/database/database-error'
import { createConfigurationCache } from '@intake/leads/configuration-cache'
import { buryEnrichment } from '@intake/leads/enrichment/bury-enrichment'
import { createQueues } from '@intake/queue/create-queues'
import { startWorkers } from '@intake/queue/start-workers'
import { createServerExit } from '@intake/runtime/close-server'
import { createHealth } from '@intake/runtime/health'
import { createLogger } from '@intake/runtime/logger'
import { parseConfigOrExit } from '@intake/runtime/parse-config'
import { createShutdown } from '@intake/runtime/shutdown'
import { sql } from 'kysely'
import { createApp } from './app.ts'
import { WorkerConfig } from './config.ts'
import { watchConsumption } from './consumption.ts'
import { createHandlers } from './handlers.ts'

const config = parseConfigOrExit(WorkerConfig, process.env)
const logger = createLogger({ name: 'worker', level: config.LOG_LEVEL })
const shutdown = createShutdown({ logger, timeoutMs: config.SHUTDOWN_TIMEOUT })
shutdown.listen()

const database = createDatabase({
  url: config.DATABASE_URL,
  maxConnections: config.DATABASE_CONNECTIONS,
  applicationName: 'intake-worker',
  statementTimeoutMs: config.STATEMENT_TIMEOUT,
  onBrokenConnection: (err) => logger.warn({ err }, 'a database connection broke'),
})
await checkSchema(database.db)

const { db } = database
const configuration = createConfigurationCache(database)
const queues = createQueues({
  redisUrl: config.REDIS_URL,
  prefix: config.QUEUE_PREFIX,
  onError: (err) => logger.debug({ err }, 'queue connection error'),
})
const workers = startWorkers({
  redisUrl: config.REDIS_URL,
  prefix: config.QUEUE_PREFIX,
  handlers: createHandlers({ db, configuration, queues, logger }),
  concurrency: config.WORKER_CONCURRENCY,
  onDead: async (job, payload, error) => {
    // The database was away for long: nothing is wrong with these leads, and the reconciler brings them back.
    if (isUnavailable(error) || isPassing(error)) return
    const reason = [error.name, sqlState(error)].filter(Boolean).join(' ')
    if (payload) await buryEnrichment({ db }, { ...payload, job, reason })
  },
  logger,
})
const consumption = watchConsumption({
  workers,
  queues,
  stuckAfterMs: config.WORKER_STUCK_AFTER,
  onStuck: () => {
    logger.fatal('jobs wait and this worker takes none: leaving, so that another can take over')
    shutdown.run('stuck').finally(() => process.exit(1))
  },
})
const health = createHealth({
  checks: {
    database: async () => void (await sql`select 1`.execute(db)),
    redis: () => workers.ping(),
  },
  liveChecks: { consumption: () => consumption.check() },
  timeoutMs: 1000,
  logger,
})
const server = serve(
  { fetch: createApp(health).fetch, hostname: config.HOST, port: config.PORT },
  ({ address, port }) => logger.info({ address, port }, 'worker consumes; health listens'),
)

const exit = createServerExit(server as Server, 500)
shutdown.add('unready', () => health.setUnready())
shutdown.add('consumption', () => consumption.close())
shutdown.add('workers', () => workers.close(), { timeoutMs: config.SHUTDOWN_TIMEOUT * 0.7 })
shutdown.add('health server', () => exit.close(), { timeoutMs: 1000 })
shutdown.add('queues', () => queues.close())
shutdown.add('configuration', () => configuration.close())
shutdown.add('database', () => database.close())
