import { countDead } from '@intake/leads/admin/count-dead'
import { findWorkspace } from '@intake/leads/admin/find-workspace'
import { listDead } from '@intake/leads/admin/list-dead'
import { redriveDead } from '@intake/leads/admin/redrive-dead'
import { Hono } from 'hono'
import { z } from 'zod'
import { actingOf, changeToken, type Operator, workspacesFor } from '../operator.ts'
import { deadPage } from '../views/dead-page.ts'

const Redrive = z.object({ workspace: z.string().max(63), lead: z.guid().optional() })
const shownOfEach = 100

/** Dead leads by workspace, and giving them a fresh start. */
export function deadRoutes(operator: Operator): Hono {
  return new Hono()
    .get('/dead', async (c) => {
      const counts = new Map((await countDead(operator)).map((row) => [row.workspaceId, row.dead]))
      const { all } = await workspacesFor(operator, undefined)
      const groups = []
      for (const { id, slug } of all.filter((workspace) => counts.has(workspace.id)).slice(0, 20)) {
        const rows = await listDead(operator, { workspaceId: id, limit: shownOfEach })
        groups.push({ slug, total: counts.get(id) ?? 0, rows })
      }
      const token = await changeToken(c, operator)
      const redriven = Number.parseInt(c.req.query('redriven') ?? '', 10)
      return c.html(deadPage({ groups, token, redriven: Number.isNaN(redriven) ? null : redriven }))
    })
    .post('/dead/redrive', async (c) => {
      const form = Redrive.safeParse(await c.req.parseBody())
      if (!form.success) return c.notFound()
      const { id: workspaceId } = await findWorkspace(operator, form.data.workspace)
      const leadIds = form.data.lead ? [form.data.lead] : null
      const { redriven } = await redriveDead({ ...operator, ...actingOf(c) }, { workspaceId, leadIds })
      return c.redirect(`/dead?redriven=${redriven}`, 303)
    })
}
