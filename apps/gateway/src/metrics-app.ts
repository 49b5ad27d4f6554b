import type { Metrics } from '@intake/metrics/create-metrics'
import { Hono } from 'hono'

/** What listens on METRICS_PORT: `/metrics` and nothing else, away from the port that clients reach. */
export function createMetricsApp(metrics: Pick<Metrics, 'scrape' | 'contentType'>): Hono {
  return new Hono().get('/metrics', async (c) =>
    c.body(await metrics.scrape(), 200, { 'Content-Type': metrics.contentType }),
  )
}
