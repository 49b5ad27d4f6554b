import { AppError } from '@intake/contracts/app-error'
import type { CreateLeadRequest } from '@intake/contracts/create-lead'
import type { DuplicatePolicy, WriteResult } from '@intake/contracts/duplicate-policy'
import type { LeadWarning } from '@intake/contracts/lead-answer'
import { externalIdClaim } from '../idempotency/natural-claim.ts'
import { keyInUse, readStoredAnswer } from '../idempotency/stored-answer.ts'
import { type Answered, withIdempotency } from '../idempotency/with-idempotency.ts'
import { finalLeadId } from '../lead/merged-leads.ts'
import { leadsShownBy, readLeadAnswer } from '../lead/read-lead-answer.ts'
import { readLeads } from '../lead/read-leads.ts'
import type { ApiCall, NewSubmission } from '../sources/new-submission.ts'
import { lookUpKeys } from '../suppression/suppression-keys.ts'
import { noteOddities } from '../warnings/note-oddities.ts'
import { hasScope, requireScope } from '../workspace/caller.ts'
import type { WorkspaceConfiguration } from '../workspace/configuration-cache.ts'
import type { Ctx } from '../workspace/ctx.ts'
import { type AnswerForm, answerForm } from '../workspace/sight.ts'
import { finishAnswer } from './finish-answer.ts'
import type { WriteOutcome } from './new-lead.ts'
import { warningsOf } from './new-lead-answer.ts'
import { type PreparedLead, prepareLead } from './prepare-lead.ts'
import { DuplicateLead } from './write-guarded.ts'

export interface CreateLeadInput {
  request: CreateLeadRequest
  /** What to do about a lead that the workspace already has; without one, the workspace's policy. */
  duplicatePolicy?: DuplicatePolicy | undefined
  /** Of a new lead; made unless given. */
  leadId?: string
  /** Names of members of the body that could not be kept. */
  dropped?: readonly string[] | undefined
  /** What it came in as, to be kept with it. */
  submission?: NewSubmission | undefined
  /** What the call sent, of a caller who only submits. */
  call?: ApiCall | undefined
}

export interface CreatedLead extends Answered {
  /** What became of it; null of a replay, whose body alone is known. Under a natural key there is no body. */
  written: { leadId: string; result: WriteResult; warnings: readonly LeadWarning[] } | null
}

const maxTries = 4

/**
 * Takes a lead in. Resolves once it is committed: row, tags, timeline entry, idempotency key, what is owed and outbox in one
 * transaction. Throws `invalid_request`, `forbidden`, `duplicate_lead` (under the policy reject), `idempotency_key_reused`,
 * `overloaded` or `unavailable`.
 */
export async function createLead(ctx: Ctx, input: CreateLeadInput): Promise<CreatedLead> {
  requireScope(ctx.caller, 'leads:submit')
  for (let tries = 1; tries <= maxTries; tries++) {
    const workspace = await ctx.configuration.workspace(ctx.caller.workspaceId)
    if (!workspace) throw new AppError('unauthorized', 'The workspace of this key no longer exists.')
    const policy = input.duplicatePolicy ?? workspace.duplicatePolicy
    let prepared: PreparedLead
    try {
      prepared = prepareLead(input.request, ctx.caller, workspace, ctx.requestId, input)
    } catch (error) {
      // The checklist may have moved on since this very call was taken: its first answer still stands.
      const replay = await findReplay(ctx, workspace, policy)
      if (replay) return replay
      throw error
    }
    const outcome = await write(ctx, prepared, workspace, policy, input)
    if (outcome.kind === 'written') {
      noteOddities(ctx, prepared.oddities)
      const { leadId, result, body } = outcome
      return { body, replayed: false, written: { leadId, result, warnings: warningsOf(prepared.oddities) } }
    }
    if (outcome.kind === 'existing') return answerExisting(ctx, outcome.leadId)
    const replay = await findReplay(ctx, workspace, policy)
    if (replay) return replay
    // The template moved on between the look-up and the write: once more, with the one in force.
    ctx.configuration.forget()
  }
  throw new AppError('unavailable', "The workspace's checklist is changing right now; try again shortly.", {
    retryAfter: 1,
  })
}

async function findReplay(
  ctx: Ctx,
  workspace: WorkspaceConfiguration,
  policy: DuplicatePolicy,
): Promise<CreatedLead | null> {
  const { db, idempotency: claim } = ctx
  const form = answerForm(ctx)
  const stored = claim && (await readStoredAnswer(db, workspace.id, claim, { form, result: 'created' }))
  if (!stored) return null
  const [leadId] = stored.leadIds
  if (claim.isNatural && leadId !== undefined)
    return { body: '', replayed: true, written: { leadId, result: 'existing', warnings: [] } }
  const showing = { form, result: resultUnder(policy, form) }
  const body = stored.body ?? (await finishAnswer(ctx, workspace, { claim, leadId, ...showing }))
  return { body, replayed: true, written: null }
}

/** The answer to a create whose external id is a lead already: that lead as it is now. */
async function answerExisting(ctx: Ctx, leadId: string): Promise<CreatedLead> {
  const written = { leadId, result: 'existing', warnings: [] } as const
  if (answerForm(ctx) === 'submitted')
    throw new DuplicateLead([leadId], 'The workspace has this lead already.', {})
  if (ctx.idempotency?.isNatural) return { body: '', replayed: true, written }
  const answered = await withIdempotency(ctx, async ({ trx, workspace }) => {
    const id = await finalLeadId(trx, { workspaceId: workspace.id, leadId })
    const [read] = await readLeads({ db: trx, sealer: ctx.sealer }, workspace.id, [id])
    if (!read) throw keyInUse()
    const answer = await readLeadAnswer({ ...ctx, db: trx }, read, workspace.template)
    return { answer: { result: 'existing', ...answer, warnings: [] }, leadIds: leadsShownBy(answer) }
  })
  return { ...answered, written }
}

/** Only a call under a policy that may do something else is told what became of its lead, or one that is told little else. */
function resultUnder(policy: DuplicatePolicy, form: AnswerForm): WriteResult | undefined {
  return policy === 'flag' && form !== 'blind' ? undefined : 'created'
}

const noKeys: readonly string[] = []

function write(
  ctx: Ctx,
  prepared: PreparedLead,
  workspace: WorkspaceConfiguration,
  policy: DuplicatePolicy,
  { submission, request: { consent = [] } }: CreateLeadInput,
): Promise<WriteOutcome> {
  const { requestId, traceparent, idempotency } = ctx
  const form = answerForm(ctx)
  // Member by member: a spread costs as much as all else that is done here.
  const { row, template, values, tags, searchable, oddities, actionLog, webhooks } = prepared
  const newLead = {
    row,
    template,
    values,
    tags,
    searchable,
    oddities,
    actionLog,
    requestId,
    traceparent,
    webhooks,
    idempotency,
    submission,
    consents: consent,
    suppressionKeys: row.is_test ? noKeys : lookUpKeys(row, row.workspace_id, ctx.sealer),
    form,
    result: resultUnder(policy, form),
  }
  const { external_lead_id: id, is_test: isTest } = row
  const externalId = workspace.uniqueExternalIds && id !== null && !isTest ? externalIdClaim(id) : null
  const optsOut = row.opt_out_at !== null || consent.some(({ status }) => status === 'withdrawn')
  if (policy === 'flag' && !externalId && !optsOut) return ctx.writer.submit(newLead)
  // A test lead, and one of somebody who only submits, speaks for itself alone.
  const speaksForItself = row.is_test || !hasScope(ctx.caller, 'leads:write')
  return ctx.writer.submitGuarded({ ...newLead, policy, workspace, externalId, optsOut, speaksForItself })
}
