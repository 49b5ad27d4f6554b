import { AppError } from '@intake/contracts/app-error'
import type { CreateLeadRequest } from '@intake/contracts/create-lead'
import type { DuplicatePolicy, WriteResult } from '@intake/contracts/duplicate-policy'
import { readStoredAnswer } from '../idempotency/stored-answer.ts'
import type { Answered } from '../idempotency/with-idempotency.ts'
import { noteLeadWarnings } from '../warnings/note-lead-warnings.ts'
import { requireScope } from '../workspace/authenticate.ts'
import type { WorkspaceConfiguration } from '../workspace/configuration-cache.ts'
import type { Ctx } from '../workspace/ctx.ts'
import type { WriteOutcome } from './new-lead.ts'
import { type PreparedLead, prepareLead } from './prepare-lead.ts'

export interface CreateLeadInput {
  request: CreateLeadRequest
  /** What to do about a lead that the workspace already has; without one, the workspace's policy. */
  duplicatePolicy?: DuplicatePolicy | undefined
  /** Of a new lead; made unless given. */
  leadId?: string
}

export interface CreatedLead extends Answered {
  /** What became of it; null of a replay, whose body alone is known. */
  written: { leadId: string; result: WriteResult } | null
}

const maxTries = 4

/**
 * Takes a lead in. Resolves once it is committed: row, tags, timeline entry, idempotency key, what is owed and outbox in one
 * transaction. Throws `invalid_request`, `forbidden`, `duplicate_lead` (under the policy reject), `idempotency_key_reused`,
 * `overloaded` or `unavailable`.
 */
export async function createLead(ctx: Ctx, input: CreateLeadInput): Promise<CreatedLead> {
  requireScope(ctx.caller, 'leads:write')
  for (let tries = 1; tries <= maxTries; tries++) {
    const workspace = await ctx.configuration.workspace(ctx.caller.workspaceId)
    if (!workspace) throw new AppError('unauthorized', 'The workspace of this key no longer exists.')
    let prepared: PreparedLead
    try {
      prepared = prepareLead(input.request, ctx.caller, workspace, ctx.requestId, input.leadId)
    } catch (error) {
      // The checklist may have moved on since this very call was taken: its first answer still stands.
      const replay = await findReplay(ctx)
      if (replay) return replay
      throw error
    }
    const outcome = await write(ctx, prepared, workspace, input.duplicatePolicy ?? workspace.duplicatePolicy)
    if (outcome.kind === 'written') {
      noteLeadWarnings(ctx, prepared.row, prepared.values)
      const { leadId, result, body } = outcome
      return { body, replayed: false, written: { leadId, result } }
    }
    const replay = await findReplay(ctx)
    if (replay) return replay
    // The template moved on between the look-up and the write: once more, with the one in force.
    ctx.configuration.forget()
  }
  throw new AppError('unavailable', "The workspace's checklist is changing right now; try again shortly.", {
    retryAfter: 1,
  })
}

async function findReplay({ db, caller, idempotency }: Ctx): Promise<CreatedLead | null> {
  const body = idempotency && (await readStoredAnswer(db, caller.workspaceId, idempotency))
  return body === null ? null : { body, replayed: true, written: null }
}

function write(
  ctx: Ctx,
  prepared: PreparedLead,
  workspace: WorkspaceConfiguration,
  policy: DuplicatePolicy,
): Promise<WriteOutcome> {
  const { requestId, traceparent, idempotency, form } = ctx
  // Member by member: a spread costs as much as all else that is done here.
  const { row, template, values, tags, actionLog, webhooks } = prepared
  const isGuarded = policy !== 'flag'
  const newLead = {
    row,
    template,
    values,
    tags,
    actionLog,
    requestId,
    traceparent,
    webhooks,
    idempotency,
    form,
    // Only a call under these policies is told what became of it.
    result: isGuarded ? ('created' as const) : undefined,
  }
  if (!isGuarded) return ctx.writer.submit(newLead)
  return ctx.writer.submitGuarded({ ...newLead, policy, workspace })
}
