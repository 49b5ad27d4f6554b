import { resolve } from 'node:path'
import { createBullBoard } from '@bull-board/api'
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter'
import { HonoAdapter } from '@bull-board/hono'
import { serveStatic } from '@hono/node-server/serve-static'
import type { createQueues } from '@intake/queue/create-queues'
import { Hono } from 'hono'
import { showIdsOnly } from '../show-ids-only.ts'

export type Queues = ReturnType<typeof createQueues>['queues']

/** Bull Board over all queues, at `basePath`. */
export function queuesRoutes(options: { queues: Queues; readOnly: boolean; basePath: string }): Hono {
  const { queues, readOnly, basePath } = options
  const serverAdapter = new HonoAdapter(serveFromAnywhere).setBasePath(basePath)
  createBullBoard({
    queues: Object.values(queues).map((queue) => {
      const adapter = new BullMQAdapter(queue, { readOnlyMode: readOnly })
      adapter.setFormatter('data', showIdsOnly)
      adapter.setFormatter('returnValue', showIdsOnly)
      return adapter
    }),
    serverAdapter,
    options: {
      uiConfig: {
        boardTitle: 'Intake queues',
        hideDocsLink: true,
        miscLinks: [
          { text: 'Intake console', url: '/' },
          { text: 'Sign out', url: '/logout' },
        ],
        environment: readOnly
          ? { label: 'Read-only', color: '#3b6ea5', textColor: '#ffffff' }
          : { label: 'Changes allowed', color: '#a3231b', textColor: '#ffffff' },
      },
    },
  })
  return new Hono()
    .use(async (c, next) => {
      await next()
      if (c.res.headers.get('content-type')?.startsWith('text/html')) {
        c.res = new Response(withoutForeignLinks(await c.res.text()), c.res)
      }
    })
    .route('/', serverAdapter.registerPlugin())
}

// The adapter passes a root relative to the working directory of this moment; an absolute one stays right.
const serveFromAnywhere: typeof serveStatic = (options) =>
  serveStatic({ ...options, root: resolve(options?.root ?? '') })

// Bull Board asks Google for its fonts, which tells Google who looks at the queues; the system's fonts serve.
function withoutForeignLinks(page: string): string {
  return page.replace(/<link[^>]+href="https?:[^>]*>/g, '')
}
