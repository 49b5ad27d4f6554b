import { readFileSync } from 'node:fs'
import type { Server } from 'node:http'
import { serve } from '@hono/node-server'
import { getConnInfo } from '@hono/node-server/conninfo'
import { createDatabase } from '@intake/database/create-database'
import { lookTogether } from '@intake/database/look'
import { mergeInto } from '@intake/leads/create/merge-lead'
import { createLeadWriter } from '@intake/leads/create/writer/lead-writer'
import { noAddresses } from '@intake/leads/documents/file-signer'
import { readBacklog } from '@intake/leads/enrichment/read-backlog'
import { createSealer } from '@intake/leads/sealing/sealer'
import { createClientAddress } from '@intake/leads/workspace/client-address'
import { createConfigurationCache } from '@intake/leads/workspace/configuration-cache'
import { createReading } from '@intake/metrics/reading'
import { createQueues } from '@intake/queue/create-queues'
import { createServerExit } from '@intake/runtime/close-server'
import { createHealth } from '@intake/runtime/health'
import { createLogger } from '@intake/runtime/logger'
import { parseConfigOrExit } from '@intake/runtime/parse-config'
import { createShutdown } from '@intake/runtime/shutdown'
import { createStorage } from '@intake/storage/create-storage'
import { createApp } from './app.ts'
import { ConsoleConfig } from './config.ts'
import { createSampler } from './overview/sampler.ts'
import { scrapeProcesses } from './overview/scrape-processes.ts'
import { parseUsers } from './users.ts'

const config = parseConfigOrExit(ConsoleConfig, process.env)
const logger = createLogger({ name: 'console', level: config.logLevel, format: config.logFormat })
const shutdown = createShutdown({ logger, timeoutMs: config.shutdownTimeoutMs })
shutdown.listen()

const { queues, ping, inspect, close } = createQueues({
  redis: config.redis,
  prefix: config.queuePrefix,
  onError: (err) => logger.debug({ err }, 'redis connection failed'),
})
const database = createDatabase({
  url: config.databaseUrl,
  maxConnections: config.databaseConnections,
  pooler: config.databasePooler,
  connectionMaxAgeMs: config.databaseConnectionMaxAgeMs,
  applicationName: 'intake-console',
  statementTimeoutMs: 10_000,
  onBrokenConnection: (err) => logger.debug({ err }, 'a connection to Postgres broke'),
})
// Nothing is kept: a person looks rarely, and wants to see what is.
const configuration = createConfigurationCache(database, { pollMs: 3_600_000, staleMs: 0 })
const sealer = createSealer(config.encryptionKeys)
const writer = createLeadWriter({ database, sealer }, mergeInto({ files: noAddresses, sealer }))
const sampler = createSampler({
  readBacklog: createReading({
    what: 'reading the backlog',
    load: () => lookTogether(database.db, readBacklog, { name: 'backlog', maxAgeMs: 4_000 }),
    maxAgeMs: 4_000,
    timeoutMs: 1_500,
  }),
  readQueues: createReading({
    what: 'reading the queues',
    load: inspect,
    maxAgeMs: 1_500,
    timeoutMs: 1_500,
  }),
  scrape: () => scrapeProcesses(config.metricsUrls),
})
sampler.start()
const health = createHealth({
  checks: { redis: ping },
  timeoutMs: 2_000,
  logger,
})
const storage = config.storage && (await createStorage(config.storage))
const clientAddress = createClientAddress(config.trustedProxies)
const usersOfFile = config.usersFile === null ? [] : parseUsers(readFileSync(config.usersFile, 'utf8'))
const app = createApp({
  ...config,
  listedUsers: [...config.listedUsers, ...usersOfFile],
  db: database.db,
  configuration,
  storage,
  // What was kept stays kept.
  submissions: { writer, files: noAddresses, sealer, keepsBodies: true },
  sampler,
  queues,
  health,
  logger,
  pageTimeoutMs: 5_000,
  addressOf: (c) =>
    clientAddress(getConnInfo(c).remote.address, c.req.header('x-forwarded-for')) ?? 'unknown',
})
const server = serve({ fetch: app.fetch, port: config.port, hostname: config.host }, ({ address, port }) => {
  logger.info({ address, port, readOnly: config.readOnly }, 'console listening')
  if (config.secureCookie) logger.info('the session cookie needs HTTPS (CONSOLE_SECURE_COOKIE)')
})

const exit = createServerExit(server as Server, 500)
shutdown.add('unready', () => health.setUnready())
shutdown.add('http', () => exit.close())
shutdown.add('writer', () => writer.drain())
shutdown.add('sampler', () => sampler.stop())
shutdown.add('queues', close)
if (storage) shutdown.add('storage', () => storage.close())
shutdown.add('database', async () => {
  configuration.close()
  await database.close()
})
