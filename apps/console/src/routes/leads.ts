import type { Lead } from '@intake/contracts/lead'
import { findWorkspace } from '@intake/leads/admin/find-workspace'
import { readLeadJourney } from '@intake/leads/admin/read-lead-journey'
import { searchLeads } from '@intake/leads/admin/search-leads'
import { Hono } from 'hono'
import { z } from 'zod'
import { actingOf, type Operator, workspacesFor } from '../operator.ts'
import { leadPage } from '../views/lead-page.ts'
import { searchPage } from '../views/search-page.ts'

const Search = z.object({ q: z.string().max(300).catch(''), workspace: z.string().max(63).catch('') })
const found = 50
/** A search without a workspace looks into so many at most, oldest first. */
const mostWorkspaces = 50

/** The search for leads, and the page of one. */
export function leadRoutes(operator: Operator): Hono {
  return new Hono()
    .get('/leads', async (c) => {
      const { q, workspace } = Search.parse(c.req.query())
      const { all, chosen } = await workspacesFor(operator, workspace)
      const results: { slug: string; lead: Lead }[] = []
      for (const { id, slug } of chosen.slice(0, mostWorkspaces)) {
        if (results.length >= found) break
        const limit = found - results.length
        for (const lead of await searchLeads(
          { ...operator, ...actingOf(c) },
          { workspaceId: id, text: q, limit },
        ))
          results.push({ slug, lead })
      }
      const skipped = Math.max(0, chosen.length - mostWorkspaces)
      return c.html(searchPage({ q, workspace, workspaces: all, results, skipped, most: found }))
    })
    .get('/leads/:slug/:id{[0-9a-fA-F-]{36}}', async (c) => {
      const { slug, id } = c.req.param()
      if (!z.guid().safeParse(id).success) return c.notFound()
      const workspace = await findWorkspace(operator, slug)
      const ids = { workspaceId: workspace.id, leadId: id.toLowerCase() }
      return c.html(leadPage(slug, await readLeadJourney({ ...operator, ...actingOf(c) }, ids)))
    })
}
