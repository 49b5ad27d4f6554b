import { AppError } from '@intake/contracts/app-error'
import type { CreateLeadRequest } from '@intake/contracts/create-lead'
import type { DuplicatePolicy, WriteResult } from '@intake/contracts/duplicate-policy'
import type { Db } from '@intake/database/create-database'
import { readKeptAnswer } from '../idempotency/kept-answer.ts'
import { noteLeadWarnings } from '../warnings/note-lead-warnings.ts'
import type { WarningLog } from '../warnings/warning-log.ts'
import { type Caller, requireScope } from '../workspace/authenticate.ts'
import type { ConfigurationCache, WorkspaceConfiguration } from '../workspace/configuration-cache.ts'
import type { CreatedAnswer } from './created-answer.ts'
import type { IdempotencyClaim } from './new-lead.ts'
import { type PreparedLead, prepareLead } from './prepare-lead.ts'
import type { FlushOutcome } from './writer/flush-batch.ts'
import type { LeadWriter } from './writer/lead-writer.ts'

export interface CreateLeadContext {
  db: Db
  caller: Caller
  requestId: string
  /** The W3C traceparent of the request, where it has one. */
  traceparent?: string | undefined
  configuration: ConfigurationCache
  writer: LeadWriter
  warnings?: WarningLog | undefined
}

export interface CreateLeadOptions {
  idempotency: IdempotencyClaim | null
  /** Of a new lead; made unless given. */
  leadId?: string
  /** What to do about a lead that the workspace already has; without one, the workspace's policy. */
  duplicatePolicy?: DuplicatePolicy
  /** Makes the body that the client gets, and that a replay of the same key gets again; `result` only under reject and merge. */
  toBody(answer: CreatedAnswer, result?: WriteResult): string
}

export interface CreatedLead {
  body: string
  /** True when the body is the kept answer to an earlier call with the same idempotency key. */
  replayed: boolean
}

const maxTries = 4

/**
 * Takes a lead in. Resolves once it is committed: row, checklist values, tags, timeline entry, idempotency key and outbox
 * in one transaction. Throws `invalid_request`, `forbidden`, `duplicate_lead` (under the policy reject), `idempotency_key_reused`,
 * `overloaded` or `unavailable`.
 */
export async function createLead(
  ctx: CreateLeadContext,
  request: CreateLeadRequest,
  options: CreateLeadOptions,
): Promise<CreatedLead> {
  requireScope(ctx.caller, 'leads:write')
  const { idempotency } = options
  const { workspaceId } = ctx.caller
  for (let tries = 1; tries <= maxTries; tries++) {
    const workspace = await ctx.configuration.workspace(workspaceId)
    if (!workspace) throw new AppError('unauthorized', 'The workspace of this key no longer exists.')
    let prepared: PreparedLead
    try {
      prepared = prepareLead(request, ctx.caller, workspace, ctx.requestId, options.leadId)
    } catch (error) {
      // The checklist may have moved on since this very call was taken: its first answer still stands.
      const kept = idempotency && (await readKeptAnswer(ctx.db, workspaceId, idempotency))
      if (kept) return { body: kept.body, replayed: true }
      throw error
    }
    const policy = options.duplicatePolicy ?? workspace.duplicatePolicy
    const outcome = await write(ctx, prepared, workspace, policy, options)
    if (outcome.kind === 'written') {
      noteLeadWarnings(ctx, prepared.fields, prepared.values)
      return { body: outcome.body, replayed: false }
    }
    const kept = idempotency && (await readKeptAnswer(ctx.db, workspaceId, idempotency))
    if (kept) return { body: kept.body, replayed: true }
    // The template moved on between the look-up and the write: once more, with the one in force.
    ctx.configuration.forget()
  }
  throw new AppError('unavailable', "The workspace's checklist is changing right now; try again shortly.", {
    retryAfter: 1,
  })
}

function write(
  ctx: CreateLeadContext,
  prepared: PreparedLead,
  workspace: WorkspaceConfiguration,
  policy: DuplicatePolicy,
  { idempotency, toBody }: CreateLeadOptions,
): Promise<FlushOutcome> {
  const { requestId, traceparent } = ctx
  // Member by member: a spread costs as much as all else that is done here.
  const { fields, template, values, tags, actionLog, webhooks } = prepared
  if (policy === 'flag')
    return ctx.writer.submit({
      fields,
      template,
      values,
      tags,
      actionLog,
      requestId,
      webhooks,
      traceparent,
      idempotency,
      toBody,
    })
  return ctx.writer.submitGuarded({
    ...prepared,
    requestId,
    traceparent,
    idempotency,
    policy,
    workspace,
    toBody: (answer) => toBody(answer, 'created'),
    toMergedBody: (answer) =>
      toBody(
        { leadId: answer.lead.id, toJson: (opening) => opening + JSON.stringify(answer).slice(1) },
        'merged',
      ),
  })
}
