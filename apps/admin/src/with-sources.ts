import { findWorkspace } from '@intake/leads/admin/find-workspace'
import type { SourceContext } from '@intake/leads/sources/manage-sources'
import type { SubmissionCtx } from '@intake/leads/sources/take-entry'
import type { Ctx } from '@intake/leads/workspace/ctx'
import type { Session, SessionContext } from './session.ts'
import { withWorkspace, workAsOperator } from './with-workspace.ts'

const scopes = ['leads:read', 'sources:manage'] as const
/** What was kept stays kept. */
const keepsBodies = { keepsBodies: true }

/** Runs a verb about sources on the workspace with this slug, in one transaction. Throws `not_found`. */
export function withSources<Result>(
  { withDatabase }: Session,
  slug: string,
  work: (ctx: SourceContext, publicUrl: string | null) => Promise<Result>,
): Promise<Result> {
  return withDatabase(async ({ db, sealer, publicUrl, actor }) => {
    const { id: workspaceId } = await findWorkspace({ db }, slug)
    return db.transaction().execute((trx) => work({ db: trx, workspaceId, sealer, actor }, publicUrl))
  })
}

/** Runs a verb that may make leads of submissions on the workspace with this slug. Throws `not_found`. */
export function withSubmissions<Result>(
  session: Session,
  slug: string,
  work: (ctx: Ctx & SubmissionCtx) => Promise<Result>,
): Promise<Result> {
  return withWorkspace(session, slug, scopes, (ctx) => work({ ...ctx, ...keepsBodies }))
}

/** The same with a database that is open and a workspace that is known. */
export function workOnSubmissions<Result>(
  database: Omit<SessionContext, 'publicUrl'>,
  workspaceId: string,
  work: (ctx: Ctx & SubmissionCtx) => Promise<Result>,
): Promise<Result> {
  return workAsOperator(database, { workspaceId, scopes }, (ctx) => work({ ...ctx, ...keepsBodies }))
}
