import { OptOutChannel } from '@intake/contracts/opt-out-channels'
import { CreateSuppressionsRequest, ListSuppressionsQuery } from '@intake/contracts/suppressions'
import { findWorkspace } from '@intake/leads/admin/find-workspace'
import { recordAudit } from '@intake/leads/audit/record-audit'
import { newId } from '@intake/leads/ids/new-id'
import { createSuppressions } from '@intake/leads/suppression/create-suppressions'
import { liftSuppression } from '@intake/leads/suppression/lift-suppression'
import { listSuppressions } from '@intake/leads/suppression/list-suppressions'
import type { SuppressionContext } from '@intake/leads/suppression/manage-suppressions'
import { readContactText } from '@intake/leads/suppression/read-contact-text'
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { actingOf, changeToken, mayChange, type Operator } from '../operator.ts'
import { refuse } from '../views/refuse.ts'
import { suppressionsPage } from '../views/suppressions-page.ts'

const shown = 50
const text = z.string().trim().max(500).catch('')
const Search = z.object({ contact: text, cursor: z.string().max(200).optional(), done: text })
const Add = z.object({
  contact: z.string().trim().min(1).max(300),
  channel: OptOutChannel,
  reason: text,
  until: z.preprocess((day) => day || undefined, z.iso.date().optional()),
})
const Lift = z.object({ id: z.guid(), reason: z.string().trim().min(1).max(500) })

/** Who must not be contacted in a workspace: found, added, lifted. */
export function suppressionRoutes(operator: Operator): Hono {
  async function open(c: Context, slug: string) {
    const { id } = await findWorkspace(operator, slug)
    const workspace = await operator.configuration.workspace(id)
    const { db, sealer } = operator
    return (
      workspace &&
      ({ db, sealer, workspace, ...actingOf(c), requestId: newId() } satisfies SuppressionContext)
    )
  }
  return new Hono()
    .get('/workspaces/:slug/suppressions', async (c) => {
      const { slug } = c.req.param()
      const { contact, cursor, done } = Search.parse(c.req.query())
      const ctx = await open(c, slug)
      if (!ctx) return c.notFound()
      const sought = contact === '' ? {} : readContactText(contact)
      const query = ListSuppressionsQuery.parse({ limit: shown, cursor, ...sought })
      const list = await listSuppressions(ctx, query)
      const { id: workspaceId } = ctx.workspace
      await recordAudit(ctx, {
        ...{ workspaceId, action: 'suppressions.listed', subject: { type: 'workspace', id: workspaceId } },
        details: { suppressions: list.suppressions.length },
      })
      const token = await changeToken(c, operator)
      const mayLift = mayChange(c, operator, 'admin')
      return c.html(suppressionsPage({ slug, contact, list, token, mayLift, done }))
    })
    .post('/workspaces/:slug/suppressions', async (c) => {
      const { slug } = c.req.param()
      const form = Add.safeParse(await c.req.parseBody())
      if (!form.success)
        return refuse(
          c,
          400,
          'Refused',
          'Give a phone, an e-mail or a domain, and a channel; a day as 2027-01-31.',
        )
      const { contact, channel, reason, until } = form.data
      const expiresAt = until && `${until}T23:59:59.999Z`
      if (expiresAt && Date.parse(expiresAt) <= Date.now())
        return refuse(c, 400, 'Refused', 'The day that it ends on is over. Give a later one, or none.')
      const one = { ...readContactText(contact), channels: [channel], ...(reason && { reason }), expiresAt }
      const request = CreateSuppressionsRequest.safeParse({ suppressions: [one] })
      if (!request.success) return refuse(c, 400, 'Refused', request.error.issues[0]?.message ?? '')
      const ctx = await open(c, slug)
      if (!ctx) return c.notFound()
      await ctx.db.transaction().execute((trx) => createSuppressions({ ...ctx, db: trx }, request.data))
      return c.redirect(`/workspaces/${slug}/suppressions?done=added`, 303)
    })
    .post('/workspaces/:slug/suppressions/lift', async (c) => {
      const { slug } = c.req.param()
      const form = Lift.safeParse(await c.req.parseBody())
      if (!form.success) return refuse(c, 400, 'Refused', 'Say why it is lifted: the reason stays on record.')
      const { id, reason } = form.data
      const ctx = await open(c, slug)
      if (!ctx) return c.notFound()
      await ctx.db.transaction().execute((trx) => liftSuppression({ ...ctx, db: trx }, id, reason))
      return c.redirect(`/workspaces/${slug}/suppressions?done=lifted`, 303)
    })
}
