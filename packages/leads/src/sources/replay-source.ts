import { AppError } from '@intake/contracts/app-error'
import type { ReplaySourceAnswer } from '@intake/contracts/sources'
import { actingOf } from '../audit/actor.ts'
import { recordAudit } from '../audit/record-audit.ts'
import type { Ctx } from '../workspace/ctx.ts'
import { findSource, readingSources } from './manage-sources.ts'
import { lookAgain } from './replay-submission.ts'
import type { SubmissionCtx } from './take-entry.ts'

const most = 200

/**
 * Looks at the quarantined submissions of a source again, oldest first, some hundreds a call: after its mapping was mended, or a pause. Throws
 * `not_found`, `forbidden`.
 */
export async function replaySource(
  ctx: Ctx & SubmissionCtx,
  { id, after }: { id: string; after?: string | undefined },
): Promise<ReplaySourceAnswer> {
  const sources = readingSources(ctx)
  await findSource(sources, id)
  let query = ctx.db
    .selectFrom('submissions')
    .selectAll()
    .where('workspace_id', '=', sources.workspaceId)
    .where('source_id', '=', id)
    .where('status', '=', 'QUARANTINED')
    .where('body', 'is not', null)
    .orderBy('id')
    .limit(most)
  if (after !== undefined) query = query.where('id', '>', after)
  const rows = await query.execute()
  // Leads are made one after the other, each in a transaction of its own: that somebody asked stands before them.
  await recordAudit(
    { db: ctx.db, ...actingOf(ctx) },
    {
      workspaceId: sources.workspaceId,
      action: 'source.replayed',
      subject: { type: 'source', id },
      details: { submissions: rows.length },
    },
  )
  let accepted = 0
  for (const row of rows)
    try {
      if (await lookAgain(ctx, sources, row)) accepted += 1
    } catch (error) {
      // One that can't be read stays where it is; the others go on.
      if (!(error instanceof AppError) || error.code !== 'invalid_request') throw error
    }
  const last = rows.length === most ? rows.at(-1) : undefined
  return { replayed: rows.length, accepted, nextAfter: last?.id ?? null }
}
