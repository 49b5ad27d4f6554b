import { apiSourceId, SubmissionStatus } from '@intake/contracts/sources'
import { findWorkspace } from '@intake/leads/admin/find-workspace'
import { listSources } from '@intake/leads/sources/get-source'
import { listSubmissions } from '@intake/leads/sources/list-submissions'
import { replaySource } from '@intake/leads/sources/replay-source'
import { Hono } from 'hono'
import { z } from 'zod'
import { changeToken } from '../operator.ts'
import { submissionsPage } from '../views/submissions-page.ts'
import { type SourcesDeps, sourcesCall } from './sources.ts'

const shown = 50
const count = z.coerce.number().int().min(0).optional().catch(undefined)
const Query = z.object({
  status: SubmissionStatus.optional().catch(undefined),
  source: z.guid().optional().catch(undefined),
  cursor: z.string().max(200).optional(),
  replayed: count,
  accepted: count,
  after: z.guid().optional().catch(undefined),
})
const Replay = z.object({ after: z.guid().optional() })

/** What came in at a workspace by status and source, and replaying all of a source that waits. */
export function submissionRoutes({ operator, submissions }: Omit<SourcesDeps, 'links'>): Hono {
  const { db, configuration } = operator
  const { sealer } = submissions
  return new Hono()
    .get('/workspaces/:slug/submissions', async (c) => {
      const { status, source, cursor, replayed, accepted, after } = Query.parse(c.req.query())
      const { id: workspaceId, slug } = await findWorkspace(operator, c.req.param('slug'))
      const ctx = { db, sealer, workspaceId }
      const { sources } = await listSources(ctx)
      const list = await listSubmissions(ctx, { isTest: false }, { status, source, cursor, limit: shown })
      const done = replayed === undefined ? null : { replayed, accepted: accepted ?? 0, after: after ?? null }
      return c.html(
        submissionsPage({
          slug,
          sources: [...sources, { id: apiSourceId, name: 'Calls of the API' }],
          filter: { status, source: source?.toLowerCase() },
          list,
          token: await changeToken(c, operator),
          done,
        }),
      )
    })
    .post('/workspaces/:slug/sources/:id/replay', async (c) => {
      const id = z.guid().safeParse(c.req.param('id')).data?.toLowerCase()
      const form = Replay.safeParse(await c.req.parseBody())
      if (!id || !form.success) return c.notFound()
      const { id: workspaceId, slug } = await findWorkspace(operator, c.req.param('slug'))
      const { replayed, accepted, nextAfter } = await replaySource(
        { ...submissions, db, configuration, ...sourcesCall(c, workspaceId) },
        { id, after: form.data.after?.toLowerCase() },
      )
      const told = {
        replayed: String(replayed),
        accepted: String(accepted),
        ...(nextAfter && { after: nextAfter }),
      }
      const query = new URLSearchParams({ source: id, status: 'QUARANTINED', ...told })
      return c.redirect(`/workspaces/${slug}/submissions?${query}`, 303)
    })
}
