import type { Metrics } from '@intake/metrics/create-metrics'
import type { Health } from '@intake/runtime/health'
import { Hono } from 'hono'

/** The worker's own address, not for clients: `/livez` (it consumes), `/readyz` (it reaches Postgres and Redis), `/metrics`. */
export function createApp(health: Health, metrics: Pick<Metrics, 'scrape' | 'contentType'>): Hono {
  return new Hono()
    .get('/livez', (c) => {
      const { status, body } = health.live()
      return c.json(body, status)
    })
    .get('/readyz', async (c) => {
      const { status, body } = await health.ready(c.req.queries('exclude'))
      return c.json(body, status)
    })
    .get('/metrics', async (c) =>
      c.body(await metrics.scrape(), 200, { 'Content-Type': metrics.contentType }),
    )
}
