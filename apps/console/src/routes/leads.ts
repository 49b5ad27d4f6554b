import { AppError } from '@intake/contracts/app-error'
import type { Lead } from '@intake/contracts/lead'
import { LeadStatus } from '@intake/contracts/lead-answer'
import { ExportLeadsQuery } from '@intake/contracts/list-leads'
import { browseLeads, exportCsv } from '@intake/leads/admin/browse-leads'
import { findWorkspace } from '@intake/leads/admin/find-workspace'
import { newestLead } from '@intake/leads/admin/newest-lead'
import { readLeadJourney } from '@intake/leads/admin/read-lead-journey'
import { searchLeads } from '@intake/leads/admin/search-leads'
import { undoMerge } from '@intake/leads/admin/undo-merge'
import type { PageQuery } from '@intake/leads/lead/list-leads'
import type { Logger } from '@intake/runtime/logger'
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { csvFile } from '../csv-file.ts'
import { actingOf, changeToken, workspacesFor } from '../operator.ts'
import { isZone, startOfDay } from '../start-of-day.ts'
import { allows } from '../users.ts'
import { leadPage } from '../views/lead-page.ts'
import { type Filters, listPage, searchPage } from '../views/leads-page.ts'
import { refuse } from '../views/refuse.ts'
import type { SourcesDeps } from './sources.ts'

const text = (maxLength: number) => z.string().trim().max(maxLength).catch('')
const Search = z.object({
  q: text(300),
  workspace: text(63),
  cursor: z.string().optional(),
  back: z.literal('1').optional().catch(undefined),
})
const FiltersOf = z.object({
  status: LeadStatus.catch('' as never),
  tag: text(100),
  source: text(100),
  from: z.iso.date().catch(''),
  to: z.iso.date().catch(''),
  kind: z.enum(['', 'test']).catch(''),
  zone: text(60),
  order: z.enum(['', 'oldest']).catch(''),
  tz: z.string().max(60).refine(isZone).catch(''),
})
const found = 50
const dayMs = 86_400_000
/** A search without a workspace looks into so many at most, oldest first. */
const mostWorkspaces = 50

export type LeadDeps = Pick<SourcesDeps, 'operator' | 'submissions'> & { logger: Logger }

/** The leads of a workspace as a list and as a file, the search, and the page of one. */
export function leadRoutes({ operator, submissions, logger }: LeadDeps): Hono {
  const acting = (c: Context) => ({ ...operator, ...actingOf(c) })
  return new Hono()
    .get('/leads', async (c) => {
      const { q, workspace, cursor, back } = Search.parse(c.req.query())
      const { all, chosen } = await workspacesFor(operator, workspace)
      const [only] = chosen
      if (q === '' && only && chosen.length === 1) {
        const newest = await newestLead(operator, only.id)
        // Who follows the list has seen it.
        if (newest !== null && c.req.query('seen') === newest) return c.body(null, 204)
        const filters = FiltersOf.parse(c.req.query())
        const query = { ...queryOf(filters), limit: found, cursor, isBack: back !== undefined }
        const list = await browseLeads(acting(c), { workspaceId: only.id, query }).catch(nullForBadCursor)
        if (!list) return refuse(c, 400, 'No such page', noSuchPage)
        const mayExport = allows(c.get('user').role, 'operator')
        const choice = { workspace: only.slug, workspaces: all }
        return c.html(listPage({ ...choice, filters, list, goesOn: cursor !== undefined, mayExport, newest }))
      }
      const results: { slug: string; lead: Lead }[] = []
      const notes = { isWholeByName: true, isPartial: false }
      for (const { id, slug } of chosen.slice(0, mostWorkspaces)) {
        if (results.length >= found) break
        const limit = found - results.length
        const { leads, isWholeByName, isPartial } = await searchLeads(acting(c), {
          ...{ workspaceId: id, text: q, limit },
        })
        results.push(...leads.map((lead) => ({ slug, lead })))
        notes.isWholeByName &&= isWholeByName
        notes.isPartial ||= isPartial
      }
      const skipped = Math.max(0, chosen.length - mostWorkspaces)
      return c.html(searchPage({ q, workspace, workspaces: all, results, skipped, most: found, ...notes }))
    })
    .get('/leads/export.csv', async (c) => {
      const { id: workspaceId, slug } = await findWorkspace(operator, c.req.query('workspace') ?? '')
      const query = queryOf(FiltersOf.parse(c.req.query()))
      const onCut = (err: unknown) => logger.error({ err }, 'a file of leads was cut')
      const lines = await exportCsv(acting(c), { workspaceId, query, onCut })
      return csvFile(c, `leads-${slug}.csv`, lines)
    })
    .get('/leads/:slug/:id{[0-9a-fA-F-]{36}}', async (c) => {
      const { slug, id } = c.req.param()
      if (!z.guid().safeParse(id).success) return c.notFound()
      const workspace = await findWorkspace(operator, slug)
      const ids = { workspaceId: workspace.id, leadId: id.toLowerCase() }
      const journey = await readLeadJourney(acting(c), ids)
      const note = c.req.query('done') === 'unmerged' ? 'The merge is undone.' : undefined
      return c.html(leadPage(slug, journey, { token: await changeToken(c, operator), note }))
    })
    .post('/leads/:slug/:id{[0-9a-fA-F-]{36}}/unmerge', async (c) => {
      const { slug, id } = c.req.param()
      if (!z.guid().safeParse(id).success) return c.notFound()
      const { id: workspaceId } = await findWorkspace(operator, slug)
      const leadId = id.toLowerCase()
      await undoMerge({ ...submissions, ...acting(c) }, { workspaceId, leadId })
      return c.redirect(`/leads/${slug}/${leadId}?done=unmerged`, 303)
    })
}

const noSuchPage =
  'The address names a place in a list with other filters, or is incomplete. Open Leads and filter again.'

/** Throws whatever isn't about the cursor. */
function nullForBadCursor(err: unknown): null {
  const isCursor = err instanceof AppError && err.errors?.some(({ code }) => code === 'invalid_cursor')
  if (isCursor) return null
  throw err
}

/** The list that a person's choice means. Days begin and end in the zone `tz`, in UTC without one. */
function queryOf({ status, tag, source, from, to, kind, zone, order, tz }: Filters): PageQuery {
  const query = ExportLeadsQuery.parse({
    status: status || undefined,
    tag: tag || undefined,
    source: source || undefined,
    test: kind === 'test' ? 'true' : 'false',
    createdAfter: from ? new Date(startOfDay(from, tz) - 1).toISOString() : undefined,
    createdBefore: to ? new Date(startOfDay(nextDay(to), tz)).toISOString() : undefined,
  })
  return { ...query, timezone: zone || undefined, isOldestFirst: order === 'oldest' }
}

function nextDay(day: string): string {
  return new Date(Date.parse(day) + dayMs).toISOString().slice(0, 10)
}
