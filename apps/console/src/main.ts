import type { Server } from 'node:http'
import { serve } from '@hono/node-server'
import { getConnInfo } from '@hono/node-server/conninfo'
import { createQueues } from '@intake/queue/create-queues'
import { createServerExit } from '@intake/runtime/close-server'
import { createHealth } from '@intake/runtime/health'
import { createLogger } from '@intake/runtime/logger'
import { parseConfigOrExit } from '@intake/runtime/parse-config'
import { createShutdown } from '@intake/runtime/shutdown'
import { createApp } from './app.ts'
import { ConsoleConfig } from './config.ts'

const config = parseConfigOrExit(ConsoleConfig, process.env)
const logger = createLogger({ name: 'console', level: config.logLevel })
const shutdown = createShutdown({ logger, timeoutMs: config.shutdownTimeoutMs })
shutdown.listen()

const { queues, ping, close } = createQueues({
  redisUrl: config.redisUrl,
  prefix: config.queuePrefix,
  onError: (err) => logger.debug({ err }, 'redis connection failed'),
})
const health = createHealth({
  checks: { redis: ping },
  timeoutMs: 2_000,
  logger,
})
const app = createApp({
  ...config,
  queues,
  health,
  logger,
  pageTimeoutMs: 5_000,
  addressOf: (c) => getConnInfo(c).remote.address ?? 'unknown',
})
const server = serve({ fetch: app.fetch, port: config.port, hostname: config.host }, ({ address, port }) => {
  logger.info({ address, port, readOnly: config.readOnly }, 'console listening')
  if (config.secureCookie) logger.info('the session cookie needs HTTPS (CONSOLE_SECURE_COOKIE)')
})

const exit = createServerExit(server as Server, 500)
shutdown.add('unready', () => health.setUnready())
shutdown.add('http', () => exit.close())
shutdown.add('queues', close)
