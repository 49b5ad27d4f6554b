import type { Server } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { serve } from '@hono/node-server'
import { checkDurability } from '@intake/database/check-durability'
import { checkSchema } from '@intake/database/check-schema'
import { createDatabase } from '@intake/database/create-database'
import { createCallLog } from '@intake/leads/audit/call-log'
import { mergeInto } from '@intake/leads/create/merge-lead'
import { createLeadWriter } from '@intake/leads/create/writer/lead-writer'
import { createOutbox } from '@intake/leads/outbox/outbox'
import { createSealer } from '@intake/leads/sealing/sealer'
import { createRefusalQuota } from '@intake/leads/sources/keep-refused'
import { createWarningLog } from '@intake/leads/warnings/warning-log'
import { rateLimitOf } from '@intake/leads/workspace/authenticate'
import { createConfigurationCache } from '@intake/leads/workspace/configuration-cache'
import { createKeyUsage } from '@intake/leads/workspace/key-usage'
import { createQueues } from '@intake/queue/create-queues'
import { createRateLimiter } from '@intake/queue/rate-limiter'
import { redisSettingsOf } from '@intake/queue/redis-settings'
import { startRelay } from '@intake/queue/relay'
import { watchRedis } from '@intake/queue/watch-redis'
import { boundHeap } from '@intake/runtime/bound-heap'
import { createServerExit } from '@intake/runtime/close-server'
import { createHealth } from '@intake/runtime/health'
import { createLogger } from '@intake/runtime/logger'
import { parseConfigOrExit } from '@intake/runtime/parse-config'
import { createShutdown } from '@intake/runtime/shutdown'
import { startTracing } from '@intake/runtime/start-tracing'
import { createApp } from './app.ts'
import { GatewayConfig } from './config.ts'
import { createGatewayMetrics } from './processes/gateway-metrics.ts'
import { openStorage } from './processes/open-storage.ts'
import { startFileSweeper } from './processes/start-file-sweeper.ts'
import { startImportRunner } from './processes/start-import-runner.ts'
import { startMetricsServer } from './processes/start-metrics-server.ts'
import { startReconciler } from './processes/start-reconciler.ts'
import { startSourceScheduler } from './processes/start-source-scheduler.ts'
import { startWebhookScheduler } from './processes/start-webhook-scheduler.ts'
import { refuseReadBodies } from './request/refuse-read-bodies.ts'

boundHeap()
const config = parseConfigOrExit(GatewayConfig, process.env)
const tracing = await startTracing({ name: 'intake-gateway', endpoint: config.OTEL_EXPORTER_OTLP_ENDPOINT })
const logger = createLogger({
  name: 'gateway',
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
  applicationName: 'intake-gateway',
  statementTimeoutMs: config.STATEMENT_TIMEOUT,
  onBrokenConnection: (err) => logger.warn({ err }, 'a database connection broke'),
})
await checkSchema(database.db)
await checkDurability(database.db)

const uploadTimeout = Math.max(config.UPLOAD_TIMEOUT, config.REQUEST_TIMEOUT, config.HEADERS_TIMEOUT)
const storage = await openStorage(config, logger)
const redis = redisSettingsOf(config)
const queues = createQueues({
  redis,
  prefix: config.QUEUE_PREFIX,
  onError: (err) => logger.debug({ err }, 'queue connection error'),
})
const observed = createGatewayMetrics({ database, queues, waiting: () => writer.size, logger })
const relay = startRelay({
  source: createOutbox(database.db),
  queues,
  logger,
  highWaterMark: config.RELAY_HIGH_WATER,
  maxLeadsPerJob: config.RELAY_LEADS_PER_JOB,
  observer: observed.relay,
})
const reconciler = startReconciler({
  db: database.db,
  queues,
  logger,
  everyMs: config.RECONCILE_EVERY,
  graceSeconds: config.RECONCILE_AFTER / 1000,
  onRequeued: relay.wake,
})
const fileSweeper = startFileSweeper({
  db: database.db,
  storage,
  logger,
  everyMs: config.RECONCILE_EVERY,
  olderThanSeconds: (2 * uploadTimeout) / 1000,
})
const webhookScheduler = startWebhookScheduler({
  db: database.db,
  queues,
  logger,
  everyMs: config.WEBHOOK_POLL,
  keepSeconds: config.WEBHOOK_KEEP / 1000,
})
const sourceScheduler = startSourceScheduler({
  db: database.db,
  queues,
  logger,
  everyMs: config.SUBMISSION_POLL,
  reconcileSeconds: config.SOURCE_RECONCILE_EVERY / 1000,
  keepSeconds: config.SUBMISSION_KEEP / 1000,
})
const rateLimiter = createRateLimiter({
  redis,
  prefix: config.QUEUE_PREFIX,
  onError: (err) => logger.debug({ err }, 'rate limiter counts without Redis'),
})
const configuration = createConfigurationCache(database)
const sealer = createSealer(config.ENCRYPTION_KEYS)
const writer = createLeadWriter({ database, sealer }, mergeInto({ files: storage, sealer }), {
  maxBatch: config.WRITE_BATCH_LEADS,
  maxInFlight: config.WRITES_IN_FLIGHT,
  maxWaiting: config.MAX_WAITING_LEADS,
  onCommit: relay.wake,
  observer: observed.write,
  onUnread: (err) => logger.warn({ err }, 'could not read what leads match; their answers name none'),
})
const keyUsage = createKeyUsage(database.db, (err) => logger.warn({ err }, 'could not note key usage'))
const warnings = createWarningLog(database.db, {
  onError: (err) => logger.warn({ err }, 'could not store ingestion warnings; they are kept'),
})
const calls = createCallLog(database.db, {
  onError: (err) => logger.warn({ err }, 'could not store audit events of calls; they are kept'),
  onLost: (lost) =>
    logger.error({ calls: lost }, 'calls are missing in the audit events; their lines are in this log'),
})
const imports = startImportRunner({
  context: { db: database.db, configuration, writer, sealer, warnings },
  storage,
  logger,
  atOnce: config.IMPORTS_AT_ONCE,
  rowsInFlight: config.IMPORT_ROWS_IN_FLIGHT,
  leaseSeconds: config.IMPORT_LEASE / 1000,
  everyMs: config.IMPORT_POLL,
  keepSeconds: config.IMPORT_KEEP / 1000,
  uploadSeconds: (2 * uploadTimeout) / 1000,
  metrics: observed.imports,
})
const redisWatch = watchRedis({ queues, logger })
const health = createHealth({
  checks: {
    database: database.checkWritable,
    // Away, it keeps nobody from sending leads; one that refuses is the wrong one, or needs a person.
    redis: () => redisWatch.check(),
  },
  timeoutMs: 1000,
  logger,
})

const app = createApp({
  database,
  configuration,
  writer,
  onCommit: relay.wake,
  keyUsage,
  sealer,
  warnings,
  calls,
  metrics: observed.http,
  tracing,
  health,
  logger,
  storage,
  imports: { maxBytes: config.MAX_IMPORT_BYTES, onReceived: imports.wake },
  documents: { maxBytes: config.MAX_DOCUMENT_BYTES, types: config.DOCUMENT_TYPES },
  bodyTimeoutMs: config.REQUEST_TIMEOUT,
  minBytesPerSecond: config.MIN_BODY_PACE,
  maxBodyBytes: config.MAX_BODY_BYTES,
  maxBatchBodyBytes: config.MAX_BATCH_BODY_BYTES,
  bounds: {
    maxRequests: config.MAX_REQUESTS_IN_FLIGHT,
    maxBytes: config.MAX_BYTES_IN_FLIGHT,
    maxUploads: config.MAX_UPLOADS_IN_FLIGHT,
  },
  trustedProxies: config.TRUSTED_PROXIES,
  rateLimiter,
  defaultRateLimit: rateLimitOf(config.RATE_LIMIT, config.RATE_BURST || null),
  corsOrigins: config.CORS_ORIGINS,
  keepsBodies: config.SUBMISSION_BODIES === 'on',
  refusals: createRefusalQuota(config.REFUSALS_KEPT),
  idempotencyKeepSeconds: config.IDEMPOTENCY_KEEP / 1000,
  webhooks: {
    policy: { allowHttp: config.WEBHOOK_ALLOW_HTTP, allowPrivate: config.WEBHOOK_ALLOW_PRIVATE },
    secretOverlapSeconds: config.WEBHOOK_SECRET_OVERLAP / 1000,
  },
})
const server = serve(
  {
    fetch: app.fetch,
    hostname: config.HOST,
    port: config.PORT,
    // Slow clients: a request must have arrived within these times.
    serverOptions: {
      connectionsCheckingInterval: 1000,
      keepAliveTimeout: config.KEEP_ALIVE_TIMEOUT,
      headersTimeout: config.HEADERS_TIMEOUT,
      // Of an upload; of other bodies read-body.ts bounds it.
      requestTimeout: uploadTimeout,
    },
  },
  ({ address, port }) => logger.info({ address, port }, 'gateway listens'),
) as Server

const metricsServer = startMetricsServer(observed.metrics, config, logger)

refuseReadBodies(server)
// Nothing that a client does to a connection for so long: it isn't coming back.
server.setTimeout(config.STALL_TIMEOUT)
const exit = createServerExit(server)
const leaveMs = Math.min(config.SHUTDOWN_DELAY, config.SHUTDOWN_TIMEOUT / 2)
shutdown.add('unready', () => health.setUnready())
// Whoever sends requests here gets the time to see that, and kept connections to end, before the port closes.
shutdown.add(
  'leave',
  () => {
    exit.leave()
    return pause(leaveMs)
  },
  { timeoutMs: leaveMs + 1000 },
)
shutdown.add('intake', () => exit.close())
shutdown.add('imports', () => imports.close())
shutdown.add('writer', () => writer.drain())
shutdown.add('reconciler', () => reconciler.close())
shutdown.add('file sweeper', () => fileSweeper.close())
shutdown.add('webhook scheduler', () => webhookScheduler.close())
shutdown.add('source scheduler', () => sourceScheduler.close())
shutdown.add('relay', () => relay.close())
shutdown.add('key usage', () => keyUsage.close())
shutdown.add('warnings', () => warnings.close())
shutdown.add('audit events', () => calls.close())
shutdown.add('metrics server', () => metricsServer?.close(), { timeoutMs: 1000 })
shutdown.add('rate limiter', () => rateLimiter.close())
shutdown.add('redis watch', () => redisWatch.close())
shutdown.add('queues', () => queues.close())
shutdown.add('storage', () => storage.close())
shutdown.add('configuration', () => configuration.close())
shutdown.add('database', () => database.close())
shutdown.add('traces', () => tracing?.close(), { timeoutMs: 2000 })
