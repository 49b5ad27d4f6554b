import { findWorkspace } from '@intake/leads/admin/find-workspace'
import { operatorCaller } from '@intake/leads/admin/operator-caller'
import { newId } from '@intake/leads/ids/new-id'
import { countQuarantined } from '@intake/leads/sources/count-quarantined'
import { dismissSubmission } from '@intake/leads/sources/dismiss-submission'
import { listSources } from '@intake/leads/sources/get-source'
import { getSubmission } from '@intake/leads/sources/get-submission'
import { listSubmissions } from '@intake/leads/sources/list-submissions'
import { replaySubmission } from '@intake/leads/sources/replay-submission'
import { setUpSource } from '@intake/leads/sources/set-up-source'
import type { SubmissionCtx } from '@intake/leads/sources/take-entry'
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { actingOf, changeToken, type Operator } from '../operator.ts'
import type { SetUpLinks } from '../set-up-links.ts'
import { allows } from '../users.ts'
import { refuse } from '../views/refuse.ts'
import { setUpPage } from '../views/set-up-page.ts'
import { sourcePage } from '../views/source-page.ts'
import { sourcesPage } from '../views/sources-page.ts'
import { submissionPage } from '../views/submission-page.ts'

/** What the pages over sources work with besides. */
export interface SourcesDeps {
  operator: Operator
  submissions: Omit<SubmissionCtx, 'db' | 'configuration' | 'requestId'>
  links: SetUpLinks
  /** Where senders reach the gateways; null where nobody said. */
  publicUrl: string | null
}

const shown = 50

/** The sources of a workspace, one with what came in, and what came in as it came. */
export function sourceRoutes({ operator, submissions, links, publicUrl }: SourcesDeps): Hono {
  const { db, configuration } = operator
  const { sealer } = submissions

  async function workspaceOf(c: Context): Promise<{ slug: string; workspaceId: string }> {
    const { id, slug } = await findWorkspace(operator, c.req.param('slug') ?? '')
    return { slug, workspaceId: id }
  }
  const idOf = (c: Context) => z.guid().safeParse(c.req.param('id')).data?.toLowerCase()

  return new Hono()
    .get('/workspaces/:slug/sources', async (c) => {
      const { slug, workspaceId } = await workspaceOf(c)
      const ctx = { db, sealer, workspaceId }
      const { sources } = await listSources(ctx)
      return c.html(sourcesPage(slug, sources, await countQuarantined(ctx)))
    })
    .get('/workspaces/:slug/sources/:id', async (c) => {
      const id = idOf(c)
      if (!id) return c.notFound()
      const { slug, workspaceId } = await workspaceOf(c)
      const ctx = { db, sealer, workspaceId }
      const setUp = await setUpSource(ctx, { id, publicUrl })
      const { submissions: newest } = await listSubmissions(
        ctx,
        { isTest: false },
        { source: id, limit: shown },
      )
      // Its address and its secrets make leads: they are for those who may.
      const link = allows(c.get('user').role, 'operator') ? links.make({ workspaceId, sourceId: id }) : null
      return c.html(sourcePage({ slug, setUp, submissions: newest, link }))
    })
    .get('/workspaces/:slug/submissions/:id', async (c) => {
      const id = idOf(c)
      if (!id) return c.notFound()
      const { slug, workspaceId } = await workspaceOf(c)
      const { caller, address } = sourcesCall(c, workspaceId)
      const submission = await getSubmission({ db, sealer, caller, address }, id)
      const token = await changeToken(c, operator)
      const note = { replayed: 'It was looked at again.', dismissed: 'It waits for nobody any more.' }[
        c.req.query('done') ?? ''
      ]
      return c.html(submissionPage({ slug, submission, token, note }))
    })
    .post('/workspaces/:slug/submissions/:id/replay', async (c) => {
      const id = idOf(c)
      if (!id) return c.notFound()
      const { slug, workspaceId } = await workspaceOf(c)
      await replaySubmission({ ...submissions, db, configuration, ...sourcesCall(c, workspaceId) }, { id })
      return c.redirect(`/workspaces/${slug}/submissions/${id}?done=replayed`, 303)
    })
    .post('/workspaces/:slug/submissions/:id/dismiss', async (c) => {
      const id = idOf(c)
      if (!id) return c.notFound()
      const { slug, workspaceId } = await workspaceOf(c)
      await dismissSubmission({ db, sealer, ...sourcesCall(c, workspaceId) }, id)
      return c.redirect(`/workspaces/${slug}/submissions/${id}?done=dismissed`, 303)
    })
}

/** How to set a source up, for whoever has the link. */
export function setUpRoutes({ operator, submissions, links, publicUrl }: SourcesDeps): Hono {
  return new Hono().get('/set-up/:token', async (c) => {
    const link = links.read(c.req.param('token'))
    if (!link) return refuse(c, 404, 'This link has ended', 'Ask whoever sent it to you for a new one.')
    const { workspaceId, sourceId } = link
    const ctx = { db: operator.db, sealer: submissions.sealer, workspaceId }
    return c.html(setUpPage(await setUpSource(ctx, { id: sourceId, publicUrl })))
  })
}

const scopes = ['leads:read', 'sources:manage'] as const

/** What a verb about sources is called with from here. */
export function sourcesCall(c: Context, workspaceId: string) {
  const { actor, address } = actingOf(c)
  return {
    caller: operatorCaller(workspaceId, { scopes, actor }),
    address,
    requestId: newId(),
    idempotency: null,
    preference: 'minimal',
  } as const
}
