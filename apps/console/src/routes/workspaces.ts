import { createApiKey } from '@intake/leads/admin/create-api-key'
import { findWorkspace } from '@intake/leads/admin/find-workspace'
import { listApiKeys } from '@intake/leads/admin/list-api-keys'
import { listWorkspaces } from '@intake/leads/admin/list-workspaces'
import { revokeApiKey } from '@intake/leads/admin/revoke-api-key'
import { rotateApiKey } from '@intake/leads/admin/rotate-api-key'
import { scopes } from '@intake/leads/workspace/caller'
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { actingOf, changeToken, type Operator } from '../operator.ts'
import { newKeyPage } from '../views/new-key-page.ts'
import { refuse } from '../views/refuse.ts'
import { workspacePage, workspacesPage } from '../views/workspaces-page.ts'

const dayMs = 86_400_000
const overlapDays = 7
const Make = z.object({
  name: z.string().trim().min(1).max(100),
  kind: z.enum(['live', 'test']),
  scopes: z.preprocess((given) => [given].flat(), z.array(z.enum(scopes)).min(1)),
  days: z.preprocess((text) => text || undefined, z.coerce.number().int().min(1).max(3650).optional()),
})
const Which = z.object({ key: z.guid() })

/** The workspaces, and one with its keys, which are made, rotated and revoked here. */
export function workspaceRoutes(operator: Operator): Hono {
  const acting = (c: Context) => ({ db: operator.db, ...actingOf(c) })
  return new Hono()
    .get('/workspaces', async (c) => c.html(workspacesPage(await listWorkspaces(operator))))
    .get('/workspaces/:slug', async (c) => {
      const workspace = await findWorkspace(operator, c.req.param('slug'))
      const keys = await listApiKeys(operator, { workspaceId: workspace.id })
      const token = await changeToken(c, operator, 'admin')
      return c.html(workspacePage(workspace, keys, { token, isRevoked: c.req.query('done') === 'revoked' }))
    })
    .post('/workspaces/:slug/keys', async (c) => {
      const { slug } = c.req.param()
      const form = Make.safeParse(await c.req.parseBody({ all: true }))
      if (!form.success) return refuse(c, 400, 'Refused', 'Give it a name, and one scope at least.')
      const { name, kind, scopes, days } = form.data
      const { id: workspaceId } = await findWorkspace(operator, slug)
      const expiresAt = days === undefined ? null : new Date(Date.now() + days * dayMs)
      const isTest = kind === 'test'
      const { key } = await createApiKey(acting(c), { workspaceId, name, isTest, scopes, expiresAt })
      return c.html(newKeyPage({ slug, key, expiresAt, oldExpiresAt: null }))
    })
    .post('/workspaces/:slug/keys/rotate', async (c) => {
      const { slug } = c.req.param()
      const form = Which.safeParse(await c.req.parseBody())
      if (!form.success) return c.notFound()
      const { id: workspaceId } = await findWorkspace(operator, slug)
      const input = { workspaceId, key: form.data.key, overlapMs: overlapDays * dayMs }
      const { key, expiresAt, oldExpiresAt } = await rotateApiKey(acting(c), input)
      return c.html(newKeyPage({ slug, key, expiresAt, oldExpiresAt }))
    })
    .post('/workspaces/:slug/keys/revoke', async (c) => {
      const { slug } = c.req.param()
      const form = Which.safeParse(await c.req.parseBody())
      if (!form.success) return c.notFound()
      const { id: workspaceId } = await findWorkspace(operator, slug)
      await revokeApiKey(acting(c), { workspaceId, key: form.data.key })
      return c.redirect(`/workspaces/${slug}?done=revoked`, 303)
    })
}
