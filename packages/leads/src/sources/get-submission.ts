import { isUtf8 } from 'node:buffer'
import { AppError } from '@intake/contracts/app-error'
import type { GetSubmissionAnswer } from '@intake/contracts/sources'
import type { SubmissionRow } from '@intake/database/tables'
import { actorOf } from '../audit/actor.ts'
import { recordAudit } from '../audit/record-audit.ts'
import type { Sealer } from '../sealing/sealer.ts'
import type { Caller } from '../workspace/caller.ts'
import type { Ctx } from '../workspace/ctx.ts'
import { readsLeads, sees } from '../workspace/sight.ts'
import { presentSubmission } from './list-submissions.ts'
import { readingSubmissions, type SourceContext } from './manage-sources.ts'
import { openBody } from './stored-submission.ts'

/**
 * A submission with its body, which takes `leads:read` besides. That a person reads it is put on record; calls of keys are noted where they come in.
 * Throws `not_found`, `forbidden`.
 */
export async function getSubmission(
  { db, sealer, caller, address }: Pick<Ctx, 'db' | 'sealer' | 'caller' | 'address'>,
  id: string,
): Promise<GetSubmissionAnswer> {
  const row = await findSubmission(readingSubmissions({ db, sealer, caller }), id, caller)
  if (!readsLeads(caller))
    return {
      ...presentSubmission({ ...row, has_body: row.body !== null }),
      ...{ body: null, bodyEncoding: null, headers: {}, ip: null, userAgent: null },
    }
  const actor = actorOf(caller)
  if (actor.kind !== 'key')
    await recordAudit(
      { db, actor, address },
      {
        workspaceId: caller.workspaceId,
        action: 'submission.read',
        subject: { type: 'submission', id: row.id },
      },
    )
  return presentStored(row, sealer)
}

/** All that is kept of a submission. Throws `UnknownSealError`. */
export function presentStored(row: SubmissionRow, sealer: Sealer): GetSubmissionAnswer {
  const body = openBody(row, sealer)
  const encoding = body && (isUtf8(body) ? 'text' : 'base64')
  return {
    ...presentSubmission({ ...row, has_body: row.body !== null }),
    body: body ? body.toString(encoding === 'text' ? 'utf8' : 'base64') : null,
    bodyEncoding: encoding,
    headers: row.headers ?? {},
    ip: row.ip,
    userAgent: row.user_agent,
  }
}

/** The row of a submission; a test key sees those of tests only. Throws `not_found`. */
export async function findSubmission(
  { db, workspaceId }: SourceContext,
  id: string,
  caller?: Pick<Caller, 'isTest'>,
): Promise<SubmissionRow> {
  const row = await db
    .selectFrom('submissions')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row || (caller && !sees(caller, row))) throw new AppError('not_found', 'There is no such submission.')
  return row
}
