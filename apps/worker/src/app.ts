import type { Health } from '@intake/runtime/health'
import { Hono } from 'hono'

/** The worker's own address: `/livez` (it consumes) and `/readyz` (it reaches Postgres and Redis). */
export function createApp(health: Health): Hono {
  return new Hono()
    .get('/livez', (c) => {
      const { status, body } = health.live()
      return c.json(body, status)
    })
    .get('/readyz', async (c) => {
      const { status, body } = await health.ready()
      return c.json(body, status)
    })
}
