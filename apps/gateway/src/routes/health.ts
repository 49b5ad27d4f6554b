import type { Health } from '@intake/runtime/health'
import { Hono } from 'hono'

/** `/livez`: the process works. `/readyz`: it should get traffic; `?exclude=redis` leaves that check out. */
export function healthRoutes(health: Health) {
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
