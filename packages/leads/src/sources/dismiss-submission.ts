import { invalidRequest } from '@intake/contracts/app-error'
import type { Submission } from '@intake/contracts/sources'
import { actingOf } from '../audit/actor.ts'
import { recordAudit } from '../audit/record-audit.ts'
import type { Ctx } from '../workspace/ctx.ts'
import { findSubmission } from './get-submission.ts'
import { presentSubmission } from './list-submissions.ts'
import { readingSources } from './manage-sources.ts'
import { dismissed } from './stored-submission.ts'

/**
 * Says that nothing is to become of a quarantined submission: it waits for nobody any more, also when its sender sends it again. A replay takes it up
 * again, as long as it is kept. A second call changes nothing. Throws `not_found`, `forbidden`, and `invalid_request` for one that isn't quarantined.
 */
export async function dismissSubmission(
  ctx: Pick<Ctx, 'db' | 'sealer' | 'caller' | 'address'>,
  id: string,
): Promise<Submission> {
  const sources = readingSources(ctx)
  const { workspaceId } = sources
  await ctx.db.transaction().execute(async (trx) => {
    const changed = await trx
      .updateTable('submissions')
      .set({ status: 'REFUSED', code: dismissed })
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', id)
      .where('status', '=', 'QUARANTINED')
      .returning('id')
      .executeTakeFirst()
    if (!changed) return
    await recordAudit(
      { db: trx, ...actingOf(ctx) },
      { workspaceId, action: 'submission.dismissed', subject: { type: 'submission', id } },
    )
  })
  const row = await findSubmission(sources, id)
  if (row.code !== dismissed)
    throw invalidRequest([
      { pointer: '', code: 'not_quarantined', message: 'the submission waits for nobody' },
    ])
  return presentSubmission({ ...row, has_body: row.body !== null })
}
