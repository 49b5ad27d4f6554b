import { invalidRequest } from '@intake/contracts/app-error'
import { apiSourceId, type Submission } from '@intake/contracts/sources'
import type { SubmissionRow } from '@intake/database/tables'
import { actingOf } from '../audit/actor.ts'
import { recordAudit } from '../audit/record-audit.ts'
import { requireScope } from '../workspace/caller.ts'
import type { Ctx } from '../workspace/ctx.ts'
import { apiSource } from './api-source.ts'
import { findSubmission } from './get-submission.ts'
import { presentSubmission } from './list-submissions.ts'
import { findSource, readingSources, type SourceContext } from './manage-sources.ts'
import { openSource } from './open-source.ts'
import { type Entry, type InboundRequest, UnreadableBody } from './source-kind.ts'
import { kindOf } from './source-kinds.ts'
import { arrivalOf, openBody, waiting } from './stored-submission.ts'
import { type SubmissionCtx, takeEntry } from './take-entry.ts'

export interface ReplaySubmissionInput {
  id: string
  /** In place of the body that came in, in the sender's own form. */
  body?: string
}

/**
 * Looks at a submission again, as its source is now, with its own body or a mended one. The lead exists once, however often and wherever this is
 * called. Throws `not_found`, `forbidden`, and `invalid_request` for one that is a lead already or whose body is gone.
 */
export async function replaySubmission(
  ctx: Ctx & SubmissionCtx,
  { id, body }: ReplaySubmissionInput,
): Promise<Submission> {
  const sources = readingSources(ctx)
  if (body !== undefined) requireScope(ctx.caller, 'leads:read')
  const row = await findSubmission(sources, id)
  // The lead is made in a transaction of its own: that somebody asked stands before it.
  await recordAudit(
    { db: ctx.db, ...actingOf(ctx) },
    {
      workspaceId: sources.workspaceId,
      action: body === undefined ? 'submission.replayed' : 'submission.mended',
      subject: { type: 'submission', id },
    },
  )
  await lookAgain(ctx, sources, row, body)
  const after = await findSubmission(sources, id)
  return presentSubmission({ ...after, has_body: after.body !== null })
}

/** The same of a row, for whoever is authorised. Answers whether it is a lead now. */
export async function lookAgain(
  ctx: SubmissionCtx,
  sources: SourceContext,
  row: SubmissionRow,
  body?: string,
): Promise<boolean> {
  if (!waiting.includes(row.status))
    throw invalidRequest([
      { pointer: '', code: 'not_waiting', message: 'the submission is a lead already, or came before' },
    ])
  const kept = body === undefined ? openBody(row, ctx.sealer) : Buffer.from(body)
  if (!kept)
    throw invalidRequest([{ pointer: '', code: 'body_not_kept', message: 'its body is not kept any more' }])
  const source =
    row.source_id === apiSourceId
      ? apiSource(sources.workspaceId)
      : openSource(await findSource(sources, row.source_id), ctx.sealer)
  const contentType = row.content_type ?? 'application/json'
  let entry: Entry
  try {
    const [first, ...others] = await kindOf(source).read(
      { bytes: kept, contentType },
      source,
      requestOf(row, kept),
    )
    if (!first || others.length > 0) throw new UnreadableBody('not_one_lead', 'the body has to hold one lead')
    entry = first
  } catch (error) {
    if (!(error instanceof UnreadableBody)) throw error
    throw invalidRequest([{ pointer: '/body', code: error.code, message: error.message }])
  }
  const { status } = await takeEntry(
    ctx,
    source,
    // Which lead it is stands fast; what its sender means with another id is another submission.
    {
      ...entry,
      externalId: row.external_id ?? entry.externalId,
      isTest: entry.isTest || row.is_test,
      isRobot: false,
    },
    arrivalOf(row),
  )
  return status === 'ACCEPTED' || status === 'TEST'
}

/** As it came in, as far as that is kept. */
function requestOf(row: SubmissionRow, body: Buffer): InboundRequest {
  return {
    method: 'POST',
    query: new URLSearchParams(),
    headers: { ...row.headers, ...(row.user_agent !== null && { 'user-agent': row.user_agent }) },
    body,
    address: row.ip,
    at: row.received_at,
  }
}
