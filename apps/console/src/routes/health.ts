import type { Health } from '@intake/runtime/health'
import { Hono } from 'hono'

/** `/livez` and `/readyz`, open to all and telling nothing but names and verdicts. */
export function healthRoutes(health: Health): Hono {
  return new Hono()
    .get('/livez', (c) => {
      const { status, body } = health.live()
      return c.json(body, status)
    })
    .get('/readyz', async (c) => {
      const { status, body } = await health.ready(c.req.queries('exclude'))
      return c.json(body, status)
    })
}
