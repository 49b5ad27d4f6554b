import { findWorkspace } from '@intake/leads/admin/find-workspace'
import { listApiKeys } from '@intake/leads/admin/list-api-keys'
import { listWorkspaces } from '@intake/leads/admin/list-workspaces'
import { Hono } from 'hono'
import type { Operator } from '../operator.ts'
import { workspacePage, workspacesPage } from '../views/workspaces-page.ts'

/** The workspaces, and one with its keys. */
export function workspaceRoutes(operator: Operator): Hono {
  return new Hono()
    .get('/workspaces', async (c) => c.html(workspacesPage(await listWorkspaces(operator))))
    .get('/workspaces/:slug', async (c) => {
      const workspace = await findWorkspace(operator, c.req.param('slug'))
      return c.html(workspacePage(workspace, await listApiKeys(operator, { workspaceId: workspace.id })))
    })
}
