import { apiSourceId } from '@intake/contracts/sources'
import { type CreatedLead, type CreateLeadInput, createLead } from '../create/create-lead.ts'
import { DuplicateLead } from '../create/write-guarded.ts'
import { withIdempotency } from '../idempotency/with-idempotency.ts'
import { newId } from '../ids/new-id.ts'
import type { Sealer } from '../sealing/sealer.ts'
import type { Ctx } from '../workspace/ctx.ts'
import type { ApiCall, NewSubmission } from './new-submission.ts'
import { recordSubmission } from './record-submission.ts'
import { bodyContext } from './stored-submission.ts'

const nothing: ApiCall = { body: Buffer.alloc(0), ip: null, userAgent: null }

/**
 * Takes a lead in for who may only submit: the answer says that it was taken, whatever became of it, and names the submission. A lead that the
 * workspace has already under the policy `reject` is recorded as DUPLICATE. A publishable key opts nobody out. Throws what `createLead` throws, but
 * for `duplicate_lead`.
 */
export async function submitLead(
  ctx: Ctx & { keepsBodies: boolean },
  { call = nothing, request: given, ...input }: CreateLeadInput,
): Promise<CreatedLead> {
  const request = ctx.caller.publishedTo ? withoutOptOut(given) : given
  const submission = apiSubmission(ctx, call)
  try {
    return await createLead(ctx, { ...input, request, submission })
  } catch (error) {
    if (!(error instanceof DuplicateLead)) throw error
    const [leadId = null] = error.matchIds
    const answered = await withIdempotency(ctx, async ({ trx, workspace }) => {
      await recordSubmission(trx, workspace.id, submission, {
        status: 'DUPLICATE',
        code: 'duplicate_lead',
        leadId,
      })
      return { answer: { submissionId: submission.id }, leadIds: leadId ? [leadId] : [] }
    })
    return { ...answered, written: null }
  }
}

function withoutOptOut(given: CreateLeadInput['request']): CreateLeadInput['request'] {
  const consent = given.consent?.filter(({ status }) => status === 'granted')
  return { ...given, didOptOut: undefined, consent }
}

/** A call of the API as a submission of the built-in source. */
export function apiSubmission(
  { caller, sealer, keepsBodies }: { caller: Ctx['caller']; sealer: Sealer; keepsBodies: boolean },
  { body, ip, userAgent }: ApiCall,
): NewSubmission {
  return {
    id: newId(),
    sourceId: apiSourceId,
    externalId: null,
    receivedAt: new Date(),
    status: caller.isTest ? 'TEST' : 'ACCEPTED',
    contentType: 'application/json',
    headers: {},
    body: keepsBodies ? sealer.sealBytes(body, bodyContext(caller.workspaceId)) : null,
    ip,
    userAgent,
    errors: [],
  }
}
