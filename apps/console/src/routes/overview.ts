import { Hono } from 'hono'
import type { Sampler } from '../overview/sampler.ts'
import { overviewPage } from '../views/overview-page.ts'

/** The overview and the figures that its charts are drawn from. */
export function overviewRoutes(sampler: Sampler): Hono {
  return new Hono()
    .get('/', async (c) => {
      await sampler.refresh()
      return c.html(overviewPage(sampler.overview()))
    })
    .get('/api/overview', (c) => c.json(sampler.overview()))
}
