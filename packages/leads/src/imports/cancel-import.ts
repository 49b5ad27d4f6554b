import { randomUUID } from 'node:crypto'
import type { Import } from '@intake/contracts/imports'
import type { Db } from '@intake/database/create-database'
import type { Storage } from '@intake/storage/storage'
import { sql } from 'kysely'
import { type Acting, actingOf } from '../audit/actor.ts'
import { recordAudit } from '../audit/record-audit.ts'
import { type Caller, requireScope } from '../workspace/caller.ts'
import { answerForm, inForm } from '../workspace/sight.ts'
import { endImport } from './end-import.ts'
import { findImport } from './find-import.ts'
import { presentImport } from './present-import.ts'

export interface CancelImportContext extends Pick<Acting, 'address' | 'requestId'> {
  db: Db
  caller: Caller
  storage: Pick<Storage, 'remove'>
}

/** Long enough to end an import; whoever dies meanwhile leaves it to others. */
const leaseSeconds = 10

/**
 * Stops an import: at once where nobody reads it, else as soon as the rows under way are recorded. What it has taken in stays; one that
 * has ended stays as it is. Throws `forbidden` or `not_found`.
 */
export async function cancelImport(
  ctx: CancelImportContext,
  id: string,
): Promise<{ import: Pick<Import, 'id'> & Partial<Import> }> {
  const { db, caller, storage } = ctx
  requireScope(caller, 'leads:write')
  const { workspaceId } = caller
  await findImport(db, caller, id)
  const leaseId = randomUUID()
  const isFree = sql`(leased_until is null or leased_until <= now())`
  const rows = await db.transaction().execute(async (trx) => {
    const stopped = await sql<{ is_ours: boolean }>`
    update imports set cancel_requested_at = coalesce(cancel_requested_at, now()),
      lease_id = case when ${isFree} then ${leaseId}::uuid else lease_id end,
      leased_until = case when ${isFree} then now() + make_interval(secs => ${leaseSeconds}) else leased_until end
    where workspace_id = ${workspaceId} and id = ${id} and status in ('RECEIVED', 'RUNNING')
    returning lease_id = ${leaseId}::uuid as is_ours`.execute(trx)
    if (stopped.rows.length > 0)
      await recordAudit(
        { db: trx, ...actingOf(ctx) },
        { workspaceId, action: 'import.cancelled', subject: { type: 'import', id } },
      )
    return stopped.rows
  })
  if (rows[0]?.is_ours)
    await endImport({ db, storage }, { workspaceId, id, leaseId }, { status: 'CANCELLED' })
  const answer = { import: presentImport(await findImport(db, caller, id)) }
  return inForm(answer, { form: answerForm({ caller }) }) as typeof answer
}
