import { WebhookDeliveryStatus } from '@intake/contracts/webhooks'
import { findWorkspace } from '@intake/leads/admin/find-workspace'
import { operatorPolicy } from '@intake/leads/webhooks/check-target'
import { findEndpoint } from '@intake/leads/webhooks/find-endpoint'
import { listDeliveries } from '@intake/leads/webhooks/list-deliveries'
import { listEndpoints } from '@intake/leads/webhooks/list-endpoints'
import { presentEndpoint } from '@intake/leads/webhooks/present-webhooks'
import { readPayload } from '@intake/leads/webhooks/read-payload'
import { replayDelivery } from '@intake/leads/webhooks/replay-delivery'
import { testEndpoint } from '@intake/leads/webhooks/test-endpoint'
import { updateEndpoint } from '@intake/leads/webhooks/update-endpoint'
import { Hono } from 'hono'
import { z } from 'zod'
import { actingOf, changeToken, mayChange, type Operator, workspacesFor } from '../operator.ts'
import { deliveriesPage } from '../views/deliveries-page.ts'
import { deliveryPage } from '../views/delivery-page.ts'
import { endpointsPage } from '../views/endpoints-page.ts'

const Query = z.object({
  status: WebhookDeliveryStatus.optional().catch(undefined),
  cursor: z.string().max(200).optional(),
  done: z.string().optional(),
})
const Replay = z.object({ delivery: z.guid() })
const Enable = z.object({ enabled: z.enum(['true', 'false']).transform((text) => text === 'true') })

/** Webhook endpoints of a workspace, tried, stopped and resumed; their deliveries, what each told, and sending one again. */
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
      const endpoint = presentEndpoint(await findEndpoint(ctx, id))
      const list = await listDeliveries(ctx, id, { status, cursor, limit: 50 })
      const token = await changeToken(c, operator)
      const mayStop = mayChange(c, operator, 'admin')
      return c.html(deliveriesPage({ slug, endpoint, status, list, token, mayStop, done: done ?? '' }))
    })
    .get('/webhooks/:slug/:endpoint{[0-9a-f-]{36}}/:id{[0-9a-f-]{36}}', async (c) => {
      const { slug, endpoint: endpointId, id } = c.req.param()
      if (![endpointId, id].every((one) => z.guid().safeParse(one).success)) return c.notFound()
      const ctx = { db, workspaceId: (await findWorkspace(operator, slug)).id, ...actingOf(c) }
      const { delivery, payload } = await readPayload(ctx, { endpointId, id })
      return c.html(deliveryPage(slug, delivery, payload))
    })
    .post('/webhooks/:slug/:endpoint{[0-9a-f-]{36}}/test', async (c) => {
      const { slug, endpoint } = c.req.param()
      if (!z.guid().safeParse(endpoint).success) return c.notFound()
      const { id: workspaceId } = await findWorkspace(operator, slug)
      const { webhookDelivery } = await db
        .transaction()
        .execute((trx) => testEndpoint({ db: trx, workspaceId, ...actingOf(c) }, endpoint))
      return c.redirect(`/webhooks/${slug}/${endpoint}/${webhookDelivery.id}`, 303)
    })
    .post('/webhooks/:slug/:endpoint{[0-9a-f-]{36}}/state', async (c) => {
      const { slug, endpoint } = c.req.param()
      const form = Enable.safeParse(await c.req.parseBody())
      if (!form.success || !z.guid().safeParse(endpoint).success) return c.notFound()
      const { id: workspaceId } = await findWorkspace(operator, slug)
      await db
        .transaction()
        .execute((trx) =>
          updateEndpoint({ db: trx, workspaceId, ...actingOf(c) }, endpoint, form.data, operatorPolicy),
        )
      return c.redirect(
        `/webhooks/${slug}/${endpoint}?done=${form.data.enabled ? 'resumed' : 'stopped'}`,
        303,
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
      return c.redirect(`/webhooks/${slug}/${endpoint}?done=replayed`, 303)
    })
}
