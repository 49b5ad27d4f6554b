import type { Lead } from '@intake/contracts/lead'
import { LeadStatus } from '@intake/contracts/lead-answer'
import { ExportLeadsQuery } from '@intake/contracts/list-leads'
import { browseLeads, exportCsv } from '@intake/leads/admin/browse-leads'
import { findWorkspace } from '@intake/leads/admin/find-workspace'
import { readLeadJourney } from '@intake/leads/admin/read-lead-journey'
import { searchLeads } from '@intake/leads/admin/search-leads'
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { csvFile } from '../csv-file.ts'
import { actingOf, type Operator, workspacesFor } from '../operator.ts'
import { allows } from '../users.ts'
import { leadPage } from '../views/lead-page.ts'
import { type Filters, listPage, searchPage } from '../views/leads-page.ts'

const text = (maxLength: number) => z.string().trim().max(maxLength).catch('')
const Search = z.object({
  q: text(300),
  workspace: text(63),
  cursor: z.string().max(200).optional().catch(undefined),
})
const FiltersOf = z.object({
  status: LeadStatus.catch('' as never),
  tag: text(100),
  source: text(100),
  from: z.iso.date().catch(''),
  to: z.iso.date().catch(''),
  kind: z.enum(['', 'test']).catch(''),
})
const found = 50
const dayMs = 86_400_000
/** A search without a workspace looks into so many at most, oldest first. */
const mostWorkspaces = 50

/** The leads of a workspace as a list and as a file, the search, and the page of one. */
export function leadRoutes(operator: Operator): Hono {
  const acting = (c: Context) => ({ ...operator, ...actingOf(c) })
  return new Hono()
    .get('/leads', async (c) => {
      const { q, workspace, cursor } = Search.parse(c.req.query())
      const { all, chosen } = await workspacesFor(operator, workspace)
      const [only] = chosen
      if (q === '' && only && chosen.length === 1) {
        const filters = FiltersOf.parse(c.req.query())
        const query = { ...queryOf(filters), limit: found, cursor }
        const list = await browseLeads(acting(c), { workspaceId: only.id, query })
        const mayExport = allows(c.get('user').role, 'operator')
        const choice = { workspace: only.slug, workspaces: all }
        return c.html(listPage({ ...choice, filters, list, goesOn: cursor !== undefined, mayExport }))
      }
      const results: { slug: string; lead: Lead }[] = []
      for (const { id, slug } of chosen.slice(0, mostWorkspaces)) {
        if (results.length >= found) break
        const limit = found - results.length
        for (const lead of await searchLeads(acting(c), { workspaceId: id, text: q, limit }))
          results.push({ slug, lead })
      }
      const skipped = Math.max(0, chosen.length - mostWorkspaces)
      return c.html(searchPage({ q, workspace, workspaces: all, results, skipped, most: found }))
    })
    .get('/leads/export.csv', async (c) => {
      const { id: workspaceId, slug } = await findWorkspace(operator, c.req.query('workspace') ?? '')
      const query = queryOf(FiltersOf.parse(c.req.query()))
      const lines = await exportCsv(acting(c), { workspaceId, query })
      return csvFile(c, `leads-${slug}.csv`, lines)
    })
    .get('/leads/:slug/:id{[0-9a-fA-F-]{36}}', async (c) => {
      const { slug, id } = c.req.param()
      if (!z.guid().safeParse(id).success) return c.notFound()
      const workspace = await findWorkspace(operator, slug)
      const ids = { workspaceId: workspace.id, leadId: id.toLowerCase() }
      return c.html(leadPage(slug, await readLeadJourney(acting(c), ids)))
    })
}

/** The filters of the API's list that a person's choice means. Days begin and end in UTC. */
function queryOf({ status, tag, source, from, to, kind }: Filters): ExportLeadsQuery {
  return ExportLeadsQuery.parse({
    status: status || undefined,
    tag: tag || undefined,
    source: source || undefined,
    test: kind === 'test' ? 'true' : 'false',
    createdAfter: from ? new Date(Date.parse(from) - 1).toISOString() : undefined,
    createdBefore: to ? new Date(Date.parse(to) + dayMs).toISOString() : undefined,
  })
}
