import { AppError } from '@intake/contracts/app-error'
import type { SuppressionAnswer } from '@intake/contracts/suppressions'
import type { Db } from '@intake/database/create-database'
import type { SuppressionRow } from '@intake/database/tables'
import { recordAudit } from '../audit/record-audit.ts'
import { timeOf } from '../lead/lock-lead.ts'
import { noteActivity } from '../timeline/note-activity.ts'
import type { SuppressionContext } from './manage-suppressions.ts'
import { presentSuppression } from './present-suppression.ts'

/** One suppression. Throws `not_found`. */
export async function getSuppression(
  { db, workspace }: SuppressionContext,
  id: string,
): Promise<SuppressionAnswer> {
  return { suppression: presentSuppression(await find({ db, workspace }, id)) }
}

/**
 * Lifts a suppression, whoever said it; the reason stays with it, and the lead that said it gets an entry. One that was lifted stays as it is. What
 * else holds for the contact holds on. Throws `not_found`.
 */
export async function liftSuppression(
  ctx: SuppressionContext,
  id: string,
  reason: string,
): Promise<SuppressionAnswer> {
  const { db: trx, workspace, requestId } = ctx
  const found = await find({ db: trx, workspace }, id)
  const at = await timeOf(trx)
  const row = await trx
    .updateTable('suppressions')
    .set({ lifted_at: at, lift_reason: reason })
    .where('workspace_id', '=', workspace.id)
    .where('id', '=', id)
    .where('lifted_at', 'is', null)
    .returningAll()
    .executeTakeFirst()
  if (row)
    await recordAudit(ctx, {
      workspaceId: workspace.id,
      action: 'suppression.lifted',
      subject: { type: 'suppression', id },
    })
  const lead = row?.lead_id && (await findLead(trx, workspace.id, row.lead_id))
  if (lead) {
    const input = { requestId, suppressionId: id, reason }
    await noteActivity({ trx, workspace }, lead, { summary: 'Suppression lifted', input, requestId, at })
  }
  return { suppression: presentSuppression(row ?? found) }
}

async function findLead(db: Db, workspaceId: string, id: string) {
  return db
    .selectFrom('leads')
    .select(['workspace_id', 'id', 'external_lead_id', 'is_test'])
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst()
}

async function find(
  { db, workspace }: Pick<SuppressionContext, 'db' | 'workspace'>,
  id: string,
): Promise<SuppressionRow> {
  const row = await db
    .selectFrom('suppressions')
    .selectAll()
    .where('workspace_id', '=', workspace.id)
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) throw new AppError('not_found', 'There is no such suppression.')
  return row
}
