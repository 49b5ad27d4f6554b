import { AppError } from '@intake/contracts/app-error'
import type { Submission, SubmissionStatus } from '@intake/contracts/sources'
import { createLead } from '../create/create-lead.ts'
import { DuplicateLead } from '../create/write-guarded.ts'
import { findErasure, requestErasure } from '../erasure/request-erasure.ts'
import { submissionKeys } from '../erasure/submission-keys.ts'
import { leadOfKey, naturalClaim } from '../idempotency/natural-claim.ts'
import type { IdempotencyClaim } from '../idempotency/stored-answer.ts'
import { newId } from '../ids/new-id.ts'
import { announce } from '../outbox/announce.ts'
import { recordWorkspaceEvent } from '../webhooks/record-workspace-event.ts'
import type { Caller } from '../workspace/caller.ts'
import type { Ctx } from '../workspace/ctx.ts'
import type { NewSubmission } from './new-submission.ts'
import { type ReadEntry, readEntry } from './read-entry.ts'
import { recordSubmission, type SubmissionEnd } from './record-submission.ts'
import type { Entry, EntryOutcome, OpenSource } from './source-kind.ts'
import { kindOf } from './source-kinds.ts'
import { type Arrival, bodyContext } from './stored-submission.ts'

/** What the verbs about submissions work with: no caller, the source is one. */
export type SubmissionCtx = Omit<Ctx, 'caller' | 'idempotency' | 'preference'> & {
  /** Whether bodies are kept. */
  keepsBodies: boolean
}

export interface TakenEntry extends EntryOutcome {
  status: SubmissionStatus
}

/**
 * Takes one entry of a source in: submission, natural key and lead go in one commit. What can't be a lead yet is kept, quarantined or to be
 * fetched, and never refused. Throws `overloaded` or `unavailable`; then nothing is stored.
 */
export async function takeEntry(
  ctx: SubmissionCtx,
  source: OpenSource,
  entry: Entry,
  arrival: Arrival,
): Promise<TakenEntry> {
  const { workspaceId } = source
  const submission = submissionOf(ctx, source, entry, arrival)
  const record = (status: SubmissionStatus, end: SubmissionEnd = {}) =>
    keep(ctx, workspaceId, submission, { ...end, status })
  if (entry.isRobot) return record('REFUSED', { code: 'robot' })
  if (entry.unreadable) {
    const { code, message } = entry.unreadable
    return record('QUARANTINED', { code, errors: [{ pointer: '', code, message }] })
  }
  if (entry.isErasure) return takeErasure(ctx, source, entry, record)
  if (source.isPaused && arrival.submissionId === undefined)
    return record('QUARANTINED', { code: 'source_paused' })
  if (!entry.record) {
    const isFetchable = kindOf(source).fetch !== undefined && entry.externalId !== null
    return isFetchable
      ? record('RECEIVED', { nextAttemptAt: arrival.receivedAt })
      : record('QUARANTINED', { code: 'nothing_to_take' })
  }
  const workspace = await ctx.configuration.workspace(workspaceId)
  if (!workspace) throw new AppError('not_found', 'The workspace of this source no longer exists.')
  const read = readEntry(entry, source, workspace)
  const contactKeys = submissionKeys(read.lead, workspace, ctx.sealer)
  if (!read.request) return record('QUARANTINED', { code: read.code, errors: errorsOf(read), contactKeys })
  return takeRequest(
    ctx,
    source,
    { ...submission, errors: errorsOf(read) },
    {
      request: read.request,
      dropped: read.dropped,
      claim: claimOf(source.id, entry, submission.id),
      contactKeys,
    },
  )
}

/** The platform wants the person erased. Where there is no such lead, or no key to leave hashes by, an operator has to look. */
async function takeErasure(
  ctx: SubmissionCtx,
  source: OpenSource,
  { externalId }: Entry,
  record: (status: SubmissionStatus, end: SubmissionEnd) => Promise<TakenEntry>,
): Promise<TakenEntry> {
  const { workspaceId } = source
  const claim = externalId === null ? null : naturalClaim(source.id, erasedId(externalId))
  const leadId = claim && (await leadOfKey(ctx.db, workspaceId, claim))
  if (!leadId || !ctx.sealer.isOn) return record('QUARANTINED', { code: 'erasure_requested' })
  if (await findErasure({ db: ctx.db, workspaceId }, leadId)) return record('DUPLICATE', { leadId })
  await ctx.db.transaction().execute((trx) =>
    requestErasure(
      {
        db: trx,
        sealer: ctx.sealer,
        workspaceId,
        requestId: ctx.requestId,
        actor: { kind: 'source', id: source.id },
      },
      { leadId, reason: 'the platform asked for it', suppress: false },
    ),
  )
  ctx.onCommit?.()
  return record('ACCEPTED', { code: 'erasure_requested', leadId })
}

/** What the platform called the lead whose deletion it tells. */
const erasedId = (externalId: string) => externalId.replace(/ DELETED$/, '')

interface ReadyEntry extends Pick<ReadEntry, 'dropped'> {
  request: NonNullable<ReadEntry['request']>
  claim: IdempotencyClaim
  contactKeys: readonly string[]
}

async function takeRequest(
  ctx: SubmissionCtx,
  source: OpenSource,
  submission: NewSubmission,
  { request, dropped, claim, contactKeys }: ReadyEntry,
): Promise<TakenEntry> {
  const { workspaceId } = source
  const isTest = submission.status === 'TEST'
  const caller = {
    workspaceId,
    keyId: source.id,
    actor: { kind: 'source', id: source.id },
    isTest,
    scopes,
    rateLimit: null,
  } as const
  const record = (status: SubmissionStatus, end: SubmissionEnd) =>
    keep(ctx, workspaceId, submission, { ...end, status })
  const duplicatePolicy = source.duplicatePolicy ?? undefined
  try {
    const { written } = await createLead(callOf(ctx, caller, claim), {
      request,
      dropped,
      submission,
      duplicatePolicy,
    })
    if (written && written.result !== 'existing')
      return { submissionId: submission.id, leadId: written.leadId, status: submission.status }
    return record('DUPLICATE', { leadId: written?.leadId ?? null, errors: [] })
  } catch (error) {
    if (error instanceof DuplicateLead)
      return record('DUPLICATE', { code: 'duplicate_lead', leadId: error.matchIds[0] ?? null })
    if (error instanceof AppError && error.code === 'invalid_request')
      return record('QUARANTINED', {
        code: 'invalid_lead',
        errors: [...submission.errors, ...error.errors],
        contactKeys,
      })
    throw error
  }
}

const scopes = ['leads:read', 'leads:write']

/** What a create of an entry is called with. Member by member: a spread with members behind it is slow, and slows who reads it. */
function callOf(ctx: SubmissionCtx, caller: Caller, idempotency: IdempotencyClaim): Ctx {
  const { db, configuration, writer, files, sealer, warnings, onCommit, requestId, traceparent } = ctx
  return {
    db,
    configuration,
    writer,
    files,
    sealer,
    warnings,
    onCommit,
    caller,
    requestId,
    traceparent,
    idempotency,
    preference: 'minimal',
  }
}

/** The key under which a sender's lead is there once: its own id, else that of the submission. Platforms send every test under one id. */
export function claimOf(
  sourceId: string,
  { externalId, isTest, knownForSeconds }: Pick<Entry, 'externalId' | 'isTest' | 'knownForSeconds'>,
  submissionId: string,
): IdempotencyClaim {
  const id = isTest || externalId === null ? `submission ${submissionId}` : externalId
  return naturalClaim(sourceId, id, knownForSeconds)
}

function submissionOf(
  { sealer, keepsBodies }: SubmissionCtx,
  source: OpenSource,
  entry: Entry,
  { submissionId = newId(), ...arrival }: Arrival,
): NewSubmission {
  return {
    id: submissionId,
    sourceId: source.id,
    externalId: entry.externalId,
    status: entry.isTest ? 'TEST' : 'ACCEPTED',
    body: keepsBodies ? sealer.sealBytes(entry.bytes, bodyContext(source.workspaceId)) : null,
    errors: [],
    ...arrival,
  }
}

function errorsOf({ errors }: ReadEntry): Submission['errors'] {
  return errors.map(({ pointer, code, message, name }) => ({
    pointer,
    code,
    message,
    ...(name !== undefined && { name }),
  }))
}

/** Stores what is no lead, and tells of it: operators of what is quarantined, the job of what is to be fetched. */
async function keep(
  ctx: SubmissionCtx,
  workspaceId: string,
  submission: NewSubmission,
  end: SubmissionEnd & { status: SubmissionStatus },
): Promise<TakenEntry> {
  const { status, code = null, leadId = null } = end
  const { id, isNews } = await ctx.db.transaction().execute(async (trx) => {
    const recorded = await recordSubmission(trx, workspaceId, submission, end)
    if (!recorded.isNews) return recorded
    if (status === 'QUARANTINED')
      await recordWorkspaceEvent(trx, workspaceId, {
        event: 'submission.quarantined',
        data: { submissionId: recorded.id, sourceId: submission.sourceId, code: code ?? 'unknown' },
      })
    if (status === 'RECEIVED')
      await announce(trx, 'submission.received', {
        workspaceId,
        leadIds: [recorded.id],
        requestId: ctx.requestId,
      })
    return recorded
  })
  if (isNews && status !== 'REFUSED') ctx.onCommit?.()
  return { submissionId: id, leadId, status }
}
