import type { Server } from 'node:http'
import { serve } from '@hono/node-server'
import type { Metrics } from '@intake/metrics/create-metrics'
import { createServerExit } from '@intake/runtime/close-server'
import type { Logger } from '@intake/runtime/logger'
import { Hono } from 'hono'
import type { GatewayConfig } from '../config.ts'

/** How long a scrape may take once the process ends, ms. */
const graceMs = 500

/** Serves `/metrics` and nothing else, on a port that clients don't reach; null where none is set. Leads are taken in without metrics, too. */
export function startMetricsServer(
  metrics: Pick<Metrics, 'scrape' | 'contentType'>,
  { METRICS_HOST: hostname, METRICS_PORT: port }: Pick<GatewayConfig, 'METRICS_HOST' | 'METRICS_PORT'>,
  logger: Logger,
): { close(): Promise<void> } | null {
  if (port === undefined) return null
  const app = new Hono().get('/metrics', async (c) =>
    c.body(await metrics.scrape(), 200, { 'Content-Type': metrics.contentType }),
  )
  const server = serve({ fetch: app.fetch, hostname, port }, (at) =>
    logger.info({ address: at.address, port: at.port }, 'metrics listen'),
  ) as Server
  server.on('error', (err) => logger.error({ err }, 'metrics cannot listen'))
  return createServerExit(server, graceMs)
}
