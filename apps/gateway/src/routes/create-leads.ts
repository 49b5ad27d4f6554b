import { type AppError, invalidRequest } from '@intake/contracts/app-error'
import { CompiledCreateLeadRequest } from '@intake/contracts/create-lead'
import { CreateLeadsRequest } from '@intake/contracts/create-leads'
import type { UnknownFieldsMode } from '@intake/contracts/gather-fields'
import { createLeads, type LeadOfBatch, type LeadOutcome } from '@intake/leads/create/create-leads'
import { keepRefused } from '@intake/leads/sources/keep-refused'
import { submitLead } from '@intake/leads/sources/submit-lead'
import type { Context } from 'hono'
import { answerJson } from '../answer/answer.ts'
import { kindOf } from '../answer/problem-kind.ts'
import type { GatewayDeps, GatewayEnv } from '../http.ts'
import { logFailure, problemDocument, toAppError } from '../middleware/problems.ts'
import { apiCallOf, callOf, minimalHeaders, onlySubmits, refusalCtx, routeOfCaller } from '../request/call.ts'
import { duplicatePolicy } from '../request/duplicate-policy.ts'
import { gatherLead, unknownFields } from '../request/gather-lead.ts'
import { idempotencyClaim } from '../request/idempotency.ts'
import { prefersMinimal } from '../request/prefer.ts'
import { parseBody, readJson } from '../request/read-body.ts'

/** A batch costs a token for each lead, or for so many bytes where that is more. */
const bytesOfToken = 2000

type Read = LeadOfBatch | { error: unknown }

/** `POST /api/v1/leads/batch` */
export function createLeadsRoute(deps: GatewayDeps) {
  return async (c: Context<GatewayEnv>) => {
    const json = await readJson(c, { ...deps, maxBodyBytes: deps.maxBatchBodyBytes })
    const { leads } = parseBody(CreateLeadsRequest, json)
    await charge(c, deps, Math.max(leads.length, Math.ceil(c.get('held').bytes / bytesOfToken)) - 1)
    // A header that is wrong refuses the batch, not each of its leads.
    idempotencyClaim(c, '', null, 1)
    duplicatePolicy(c)
    const mode = await unknownFields(c, deps)
    const read = leads.map((lead, index) => readLead(c, deps, { lead, index, mode }))
    const ctx = callOf(c, deps)
    const written = await createLeads(
      ctx,
      read.filter((lead) => 'request' in lead),
      onlySubmits(c)
        ? { create: (own, input) => submitLead({ ...own, keepsBodies: deps.keepsBodies }, input) }
        : {},
    )
    throwIfAway(written)
    const outcomes = read.map((lead) => ('error' in lead ? lead : (written.shift() as LeadOutcome)))
    for (const [index, outcome] of outcomes.entries())
      if ('error' in outcome)
        await keepRefused(refusalCtx(deps, ctx), outcome.error, callOfLead(c, leads[index]))
    const accepted = outcomes.filter((outcome) => 'created' in outcome).length
    const results = outcomes.map((outcome, index) => resultJson(c, deps, outcome, index))
    return answerJson(
      c,
      `{"success":true,"accepted":${accepted},"refused":${results.length - accepted},"results":[${results}]}`,
      prefersMinimal(c) ? minimalHeaders : {},
    )
  }
}

/** The request has paid one token. */
async function charge(c: Context<GatewayEnv>, deps: GatewayDeps, more: number): Promise<void> {
  const { keyId, rateLimit } = c.get('caller')
  const limit = rateLimit ?? deps.defaultRateLimit
  if (limit && more > 0) await deps.rateLimiter.charge(keyId, limit, more)
}

/**
 * Each lead has a key of its own, the batch's and its place: a batch that is sent again is taken up where it broke off, and a lead that
 * was refused can be mended.
 */
function readLead(
  c: Context<GatewayEnv>,
  deps: GatewayDeps,
  { lead: json, index, mode }: { lead: unknown; index: number; mode: UnknownFieldsMode },
): Read {
  const route = `${routeOfCaller(c, 'POST /api/v1/leads/batch')} #${index}`
  try {
    const idempotency = idempotencyClaim(c, route, json, deps.idempotencyKeepSeconds)
    const { body, dropped } = gatherLead(c, deps, 'create', json, mode)
    const request = parseBody(CompiledCreateLeadRequest, body)
    const call = onlySubmits(c) ? callOfLead(c, json) : undefined
    return { request, dropped, idempotency, duplicatePolicy: duplicatePolicy(c), call }
  } catch (error) {
    return { error }
  }
}

/** What a submission keeps of one lead of the batch. */
function callOfLead(c: Context<GatewayEnv>, json: unknown) {
  return apiCallOf(c, Buffer.from(JSON.stringify(json)))
}

/** When nothing at all could be taken in, the batch is refused like a single lead, for proxies and clients to see. */
function throwIfAway(written: readonly LeadOutcome[]): void {
  const away = written.every(
    (outcome) => 'error' in outcome && kindOf(toAppError(outcome.error).code).status === 503,
  )
  const [first] = written
  if (away && first && 'error' in first) throw first.error
}

function resultJson(c: Context<GatewayEnv>, deps: GatewayDeps, outcome: LeadOutcome, index: number): string {
  if ('created' in outcome) {
    const { body, replayed } = outcome.created
    return `{"index":${index},"status":200,"replayed":${replayed},"answer":${body}}`
  }
  const error = atPlace(toAppError(outcome.error), index)
  logFailure(deps.logger, c, outcome.error, error)
  const problem = problemDocument(c, error)
  return JSON.stringify({ index, status: problem.status, problem })
}

/** The error with pointers into the batch's body. */
function atPlace(error: AppError, index: number): AppError {
  if (error.errors.length === 0) return error
  return invalidRequest(
    error.errors.map((fault) => ({ ...fault, pointer: `/leads/${index}${fault.pointer}` })),
  )
}
