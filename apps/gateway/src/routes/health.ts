import type { Health } from '@intake/runtime/health'
import { Hono } from 'hono'

/** `/livez`: the process works. `/readyz`: it should get traffic. */
export function healthRoutes(health: Health) {
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
