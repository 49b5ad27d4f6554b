import { findWorkspace } from '@intake/leads/admin/find-workspace'
import { mergeInto } from '@intake/leads/create/merge-lead'
import { createLeadWriter } from '@intake/leads/create/writer/lead-writer'
import { noAddresses } from '@intake/leads/documents/file-signer'
import { newId } from '@intake/leads/ids/new-id'
import type { SourceContext } from '@intake/leads/sources/manage-sources'
import type { SubmissionCtx } from '@intake/leads/sources/take-entry'
import { createConfigurationCache } from '@intake/leads/workspace/configuration-cache'
import type { Ctx } from '@intake/leads/workspace/ctx'
import type { Session, SessionContext } from './session.ts'

/** The writer's transactions and what is read beside them. */
const maxConnections = 6

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
  { withDatabase }: Session,
  slug: string,
  work: (ctx: Ctx & SubmissionCtx) => Promise<Result>,
): Promise<Result> {
  return withDatabase(async (database) => {
    const { id } = await findWorkspace(database, slug)
    return workOnSubmissions(database, id, work)
  }, maxConnections)
}

/** The same with a database that is open and a workspace that is known. */
export async function workOnSubmissions<Result>(
  database: Omit<SessionContext, 'publicUrl'>,
  workspaceId: string,
  work: (ctx: Ctx & SubmissionCtx) => Promise<Result>,
): Promise<Result> {
  const { db, sealer, actor } = database
  const configuration = createConfigurationCache(database)
  const writer = createLeadWriter({ database, sealer }, mergeInto({ files: noAddresses, sealer }))
  try {
    return await work({
      db,
      configuration,
      writer,
      files: noAddresses,
      sealer,
      caller: {
        workspaceId,
        keyId: '',
        actor,
        isTest: false,
        scopes: ['leads:read', 'sources:manage'],
        rateLimit: null,
      },
      requestId: newId(),
      idempotency: null,
      preference: 'minimal',
      // What was kept stays kept.
      keepsBodies: true,
    })
  } finally {
    await writer.drain()
    configuration.close()
  }
}
