import { WebhookDeliveryStatus } from '@intake/contracts/webhooks'
import { findWorkspace } from '@intake/leads/admin/find-workspace'
import { findEndpoint } from '@intake/leads/webhooks/find-endpoint'
import { listDeliveries } from '@intake/leads/webhooks/list-deliveries'
import { listEndpoints } from '@intake/leads/webhooks/list-endpoints'
import { replayDelivery } from '@intake/leads/webhooks/replay-delivery'
import { Hono } from 'hono'
import { z } from 'zod'
import { actingOf, changeToken, type Operator, workspacesFor } from '../operator.ts'
import { deliveriesPage } from '../views/deliveries-page.ts'
import { endpointsPage } from '../views/endpoints-page.ts'

const Query = z.object({
  status: WebhookDeliveryStatus.optional().catch(undefined),
  cursor: z.string().max(200).optional(),
  done: z.string().optional(),
})
const Replay = z.object({ delivery: z.guid() })

/** Webhook endpoints of a workspace, their deliveries, and sending one again. */
export function webhookRoutes(operator: Operator): Hono {
  const { db } = operator
  return new Hono()
    .get('/webhooks', async (c) => {
      const { all, chosen } = await workspacesFor(operator, c.req.query('workspace'))
      const [workspace] = chosen
      const endpoints = workspace ? await listEndpoints({ db, workspaceId: workspace.id }) : []
      return c.html(endpointsPage({ workspaces: all, slug: workspace?.slug ?? '', endpoints }))
    })
    .get('/webhooks/:slug/:endpoint{[0-9a-f-]{36}}', async (c) => {
      const { slug, endpoint: id } = c.req.param()
      if (!z.guid().safeParse(id).success) return c.notFound()
      const { status, cursor, done } = Query.parse(c.req.query())
      const ctx = { db, workspaceId: (await findWorkspace(operator, slug)).id }
      const endpoint = await findEndpoint(ctx, id)
      const list = await listDeliveries(ctx, id, { status, cursor, limit: 50 })
      const token = await changeToken(c, operator)
      return c.html(
        deliveriesPage({ slug, id, url: endpoint.url, status, list, token, isReplayed: done === '1' }),
      )
    })
    .post('/webhooks/:slug/:endpoint{[0-9a-f-]{36}}/replay', async (c) => {
      const { slug, endpoint } = c.req.param()
      const form = Replay.safeParse(await c.req.parseBody())
      if (!form.success) return c.notFound()
      const { id: workspaceId } = await findWorkspace(operator, slug)
      await db
        .transaction()
        .execute((trx) => replayDelivery({ db: trx, workspaceId, ...actingOf(c) }, form.data.delivery))
      return c.redirect(`/webhooks/${slug}/${endpoint}?done=1`, 303)
    })
}
