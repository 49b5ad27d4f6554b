import { randomUUID } from 'node:crypto'
import type { Server } from 'node:http'
import { serve } from '@hono/node-server'
import { checkSchema } from '@intake/database/check-schema'
import { createDatabase } from '@intake/database/create-database'
import { mergeInto } from '@intake/leads/create/merge-lead'
import { createLeadWriter } from '@intake/leads/create/writer/lead-writer'
import { noAddresses } from '@intake/leads/documents/file-signer'
import { createSealer } from '@intake/leads/sealing/sealer'
import { createConfigurationCache } from '@intake/leads/workspace/configuration-cache'
import { addFleetGauges } from '@intake/metrics/add-fleet-gauges'
import { addPoolGauges } from '@intake/metrics/add-pool-gauges'
import { createMetrics } from '@intake/metrics/create-metrics'
import { createJobMetrics } from '@intake/metrics/job-metrics'
import { createWebhookMetrics } from '@intake/metrics/webhook-metrics'
import { createQueues } from '@intake/queue/create-queues'
import { redisSettingsOf } from '@intake/queue/redis-settings'
import { removeRetiredQueues } from '@intake/queue/remove-retired-queues'
import { startWorkers } from '@intake/queue/start-workers'
import { watchRedis } from '@intake/queue/watch-redis'
import { boundHeap } from '@intake/runtime/bound-heap'
import { createServerExit } from '@intake/runtime/close-server'
import { createHealth } from '@intake/runtime/health'
import { createLogger } from '@intake/runtime/logger'
import { parseConfigOrExit } from '@intake/runtime/parse-config'
import { createShutdown } from '@intake/runtime/shutdown'
import { startTracing } from '@intake/runtime/start-tracing'
import { createApp } from './app.ts'
import { buryDead } from './bury-dead.ts'
import { WorkerConfig } from './config.ts'
import { watchConsumption } from './consumption.ts'
import { createHandlers } from './handlers.ts'
import { createProviderClient } from './sources/create-provider-client.ts'
import { watchEventLoop } from './watch-event-loop.ts'
import { createDispatcher } from './webhooks/create-dispatcher.ts'
import { guardedLookup } from './webhooks/guarded-lookup.ts'

boundHeap()
const config = parseConfigOrExit(WorkerConfig, process.env)
const tracing = await startTracing({ name: 'intake-worker', endpoint: config.OTEL_EXPORTER_OTLP_ENDPOINT })
const logger = createLogger({
  name: 'worker',
  level: config.LOG_LEVEL,
  format: config.LOG_FORMAT,
  traceId: tracing?.traceId,
})
const shutdown = createShutdown({ logger, timeoutMs: config.SHUTDOWN_TIMEOUT })
shutdown.listen()

const database = createDatabase({
  url: config.DATABASE_URL,
  maxConnections: config.DATABASE_CONNECTIONS,
  pooler: config.DATABASE_POOLER,
  connectionMaxAgeMs: config.DATABASE_CONNECTION_MAX_AGE,
  applicationName: 'intake-worker',
  statementTimeoutMs: config.STATEMENT_TIMEOUT,
  onBrokenConnection: (err) => logger.warn({ err }, 'a database connection broke'),
})
await checkSchema(database.db)

const { db } = database
const configuration = createConfigurationCache(database)
const redis = redisSettingsOf(config)
const queues = createQueues({
  redis,
  prefix: config.QUEUE_PREFIX,
  onError: (err) => logger.debug({ err }, 'queue connection error'),
})
const metrics = createMetrics((err) => logger.warn({ err }, 'a metric could not be read'))
addPoolGauges(metrics, database)
addFleetGauges(metrics, { db, queues })
const jobMetrics = createJobMetrics(metrics)
const sealer = createSealer(config.ENCRYPTION_KEYS)
const policy = { allowHttp: config.WEBHOOK_ALLOW_HTTP, allowPrivate: config.WEBHOOK_ALLOW_PRIVATE }
const webhooks = createDispatcher({
  db,
  sealer,
  logger,
  rules: {
    retries: config.WEBHOOK_RETRIES,
    retryAfter: config.WEBHOOK_RETRY_AFTER / 1000,
    breakAfter: config.WEBHOOK_BREAK_AFTER,
    disableAfter: config.WEBHOOK_DISABLE_AFTER / 1000,
  },
  policy,
  timeoutMs: config.WEBHOOK_TIMEOUT,
  concurrency: config.WEBHOOK_CONCURRENCY,
  endpointConcurrency: config.WEBHOOK_ENDPOINT_CONCURRENCY,
  observer: createWebhookMetrics(metrics),
})
const writer = createLeadWriter({ database, sealer }, mergeInto({ files: noAddresses, sealer }))
const submissions = {
  db,
  configuration,
  writer,
  files: noAddresses,
  sealer,
  keepsBodies: config.SUBMISSION_BODIES === 'on',
  client: createProviderClient({
    policy,
    lookup: guardedLookup(policy.allowPrivate),
    timeoutMs: config.PROVIDER_TIMEOUT,
  }),
}
const workers = startWorkers({
  redis,
  prefix: config.QUEUE_PREFIX,
  handlers: createHandlers({
    db,
    configuration,
    queues,
    logger,
    webhooks,
    submissions,
    onEnriched: jobMetrics.enriched,
  }),
  concurrency: config.WORKER_CONCURRENCY,
  concurrencyOf: { 'webhook-delivery': config.WEBHOOK_CONCURRENCY },
  onDead: (job) => buryDead({ db, queues }, job),
  observer: jobMetrics,
  tracing,
  logger,
  logsJobs: config.LOG_FORMAT === 'pretty',
})
jobMetrics.watch(workers)
removeRetiredQueues(queues).catch((err) =>
  logger.warn({ err }, 'queues of earlier versions could not be removed'),
)
const consumption = watchConsumption({
  workers,
  queues,
  sender: randomUUID(),
  everyMs: config.WORKER_CANARY_EVERY,
  stuckAfterMs: config.WORKER_STUCK_AFTER,
  jobTimeoutMs: config.WORKER_JOB_TIMEOUT,
  onStuck: (reason) => {
    logger.fatal({ reason }, 'this worker is stuck: leaving, so that another can take over')
    shutdown.run('stuck').finally(() => process.exit(1))
  },
})
const redisWatch = watchRedis({ queues, logger })
const eventLoop = watchEventLoop(config.WORKER_STUCK_AFTER)
const health = createHealth({
  checks: {
    database: database.checkWritable,
    redis: async () => {
      // The workers' own connection counts last: without a reason to tell, it says whether Redis is there.
      await redisWatch.check()
      await workers.ping()
    },
  },
  liveChecks: { consumption: () => consumption.check() },
  timeoutMs: 1000,
  logger,
})
const server = serve(
  { fetch: createApp(health, metrics).fetch, hostname: config.HOST, port: config.PORT },
  ({ address, port }) => logger.info({ address, port }, 'worker consumes; health listens'),
)

const exit = createServerExit(server as Server, 500)
shutdown.add('unready', () => health.setUnready())
shutdown.add('consumption', () => consumption.close())
shutdown.add('webhooks', () => webhooks.stop())
shutdown.add('workers', () => workers.close(), { timeoutMs: config.SHUTDOWN_TIMEOUT * 0.7 })
shutdown.add('writer', () => writer.drain())
shutdown.add('health server', () => exit.close(), { timeoutMs: 1000 })
shutdown.add('redis watch', () => redisWatch.close())
shutdown.add('queues', () => queues.close())
shutdown.add('configuration', () => configuration.close())
shutdown.add('database', () => database.close())
shutdown.add('traces', () => tracing?.close(), { timeoutMs: 2000 })
shutdown.add('event loop watch', () => eventLoop.close())
