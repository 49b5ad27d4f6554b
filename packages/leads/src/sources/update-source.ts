import { AppError } from '@intake/contracts/app-error'
import type { SourceAnswer, UpdateSourceRequest } from '@intake/contracts/sources'
import { sql } from 'kysely'
import { recordAudit } from '../audit/record-audit.ts'
import { raiseRevision } from '../workspace/raise-revision.ts'
import { checkSecrets } from './create-source.ts'
import { answerSource } from './get-source.ts'
import { findSource, type SourceContext } from './manage-sources.ts'
import { openSource, secretsContext } from './open-source.ts'

/** Changes a source; what the request doesn't name stays. New secrets begin with a clean bill of health. Throws `not_found`, `invalid_request`. */
export async function updateSource(
  ctx: SourceContext,
  id: string,
  request: UpdateSourceRequest,
): Promise<SourceAnswer> {
  const { name, secrets, mapping, defaults, duplicatePolicy, settings, paused } = request
  const { db, sealer, workspaceId } = ctx
  const before = await findSource(ctx, id)
  checkSecrets(before.kind, secrets)
  const all = secrets && { ...openSource(before, sealer).secrets, ...secrets }
  const row = await db
    .updateTable('sources')
    .set({
      ...(name !== undefined && { name }),
      ...(all && {
        secrets: sealer.seal(JSON.stringify(all), secretsContext(id)),
        health: 'OK' as const,
        health_reason: null,
      }),
      ...(mapping !== undefined && { mapping: mapping && JSON.stringify(mapping) }),
      ...(defaults && { defaults: JSON.stringify(defaults) }),
      ...(duplicatePolicy !== undefined && { duplicate_policy: duplicatePolicy }),
      ...(settings && { settings: JSON.stringify(settings) }),
      ...(paused !== undefined && { paused_at: paused ? (before.paused_at ?? sql<Date>`now()`) : null }),
      updated_at: sql<Date>`now()`,
    })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .where('deleted_at', 'is', null)
    .returningAll()
    .executeTakeFirst()
  if (!row) throw new AppError('not_found', 'There is no such source.')
  // What waited for the new secrets is fetched at once.
  if (all)
    await db
      .updateTable('submissions')
      .set({ next_attempt_at: sql<Date>`now()` })
      .where('workspace_id', '=', workspaceId)
      .where('source_id', '=', id)
      .where('status', '=', 'RECEIVED')
      .execute()
  await raiseRevision(db)
  const { secrets: _, ...others } = request
  const changed = Object.keys(others)
  const subject = { type: 'source', id } as const
  if (changed.length > 0)
    await recordAudit(ctx, {
      workspaceId,
      action: 'source.changed',
      subject,
      details: { changed, ...(paused !== undefined && { paused }) },
    })
  if (secrets)
    await recordAudit(ctx, {
      workspaceId,
      action: 'source.secrets_changed',
      subject,
      details: { secrets: Object.keys(secrets) },
    })
  return answerSource(ctx, row)
}

/** Takes a source away: its address is unknown from now on, its secrets are gone, its submissions stay as long as any. Throws `not_found`. */
export async function deleteSource(ctx: SourceContext, id: string): Promise<SourceAnswer> {
  const { db, workspaceId } = ctx
  const before = await findSource(ctx, id)
  await db
    .updateTable('sources')
    .set({ deleted_at: sql<Date>`now()`, secrets: null, updated_at: sql<Date>`now()` })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .execute()
  await raiseRevision(db)
  await recordAudit(ctx, { workspaceId, action: 'source.deleted', subject: { type: 'source', id } })
  return answerSource(ctx, { ...before, secrets: null })
}
