import { isPassing } from '@intake/database/database-error'
import { findWorkspace } from '@intake/leads/admin/find-workspace'
import { operatorCaller } from '@intake/leads/admin/operator-caller'
import { mergeInto } from '@intake/leads/create/merge-lead'
import { createLeadWriter } from '@intake/leads/create/writer/lead-writer'
import { noAddresses } from '@intake/leads/documents/file-signer'
import { newId } from '@intake/leads/ids/new-id'
import type { Actor, Scope } from '@intake/leads/workspace/caller'
import {
  createConfigurationCache,
  type WorkspaceConfiguration,
} from '@intake/leads/workspace/configuration-cache'
import type { Ctx } from '@intake/leads/workspace/ctx'
import type { Session, SessionContext } from './session.ts'

/** The writer's transactions and what is read beside them. */
export const writerConnections = 6
const maxTries = 4

/** What a verb of the API works with where an operator calls it, and what operators' own verbs do. */
export interface OperatorCtx extends Ctx {
  workspace: WorkspaceConfiguration
  actor: Actor
}

/** Runs verbs on the workspace with this slug, as an operator with these scopes. Throws `not_found`. */
export function withWorkspace<Result>(
  { withDatabase }: Session,
  slug: string,
  scopes: readonly Scope[],
  work: (ctx: OperatorCtx) => Promise<Result>,
): Promise<Result> {
  return withDatabase(async (database) => {
    const { id } = await findWorkspace(database, slug)
    return workAsOperator(database, { workspaceId: id, scopes }, work)
  }, writerConnections)
}

/** The same with a database that is open and a workspace that is known. */
export async function workAsOperator<Result>(
  database: Omit<SessionContext, 'publicUrl'>,
  { workspaceId, scopes }: { workspaceId: string; scopes: readonly Scope[] },
  work: (ctx: OperatorCtx) => Promise<Result>,
): Promise<Result> {
  const { db, sealer, actor } = database
  const configuration = createConfigurationCache(database)
  const writer = createLeadWriter({ database, sealer }, mergeInto({ files: noAddresses, sealer }))
  try {
    const workspace = await configuration.workspace(workspaceId)
    if (!workspace) throw new Error('the workspace is gone')
    return await work({
      ...{ db, configuration, writer, files: noAddresses, sealer, workspace, actor },
      caller: operatorCaller(workspaceId, { scopes, actor }),
      requestId: newId(),
      idempotency: null,
      preference: 'minimal',
    })
  } finally {
    await writer.drain()
    configuration.close()
  }
}

/** Runs work in one transaction, once more where it met a deadlock. */
export async function transact<Result>(
  ctx: OperatorCtx,
  work: (ctx: OperatorCtx) => Promise<Result>,
): Promise<Result> {
  for (let tries = 1; ; tries++)
    try {
      return await ctx.db.transaction().execute((trx) => work({ ...ctx, db: trx }))
    } catch (error) {
      if (tries === maxTries || !isPassing(error)) throw error
    }
}
