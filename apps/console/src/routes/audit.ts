import { ListAuditEventsQuery } from '@intake/contracts/audit-events'
import { listAuditEvents } from '@intake/leads/audit/list-audit-events'
import { Hono } from 'hono'
import { z } from 'zod'
import { type Operator, workspacesFor } from '../operator.ts'
import { auditPage } from '../views/audit-page.ts'

const text = z.string().trim().max(200).catch('')
const Filters = z.object({ actor: text, action: text, subject: text })
const shown = 50

/** Who did what in a workspace, and who read which lead. */
export function auditRoutes(operator: Operator): Hono {
  return new Hono().get('/audit', async (c) => {
    const { all, chosen } = await workspacesFor(operator, c.req.query('workspace'))
    const [workspace] = chosen
    const filters = Filters.parse(c.req.query())
    const query = ListAuditEventsQuery.parse({
      limit: shown,
      cursor: c.req.query('cursor') || undefined,
      actor: filters.actor || undefined,
      action: filters.action.slice(0, 60) || undefined,
      subjectId: filters.subject || undefined,
    })
    const list = workspace
      ? await listAuditEvents({ db: operator.db, workspaceId: workspace.id }, query)
      : { auditEvents: [], nextCursor: null }
    return c.html(auditPage({ slug: workspace?.slug ?? '', workspaces: all, filters, list }))
  })
}
