import type { IdempotencyClaim } from '@intake/leads/idempotency/stored-answer'
import type { Answered } from '@intake/leads/idempotency/with-idempotency'
import type { ApiCall } from '@intake/leads/sources/new-submission'
import type { SubmissionCtx } from '@intake/leads/sources/take-entry'
import type { Ctx } from '@intake/leads/workspace/ctx'
import { answerForm } from '@intake/leads/workspace/sight'
import type { Context } from 'hono'
import type { z } from 'zod'
import { answerJson } from '../answer/answer.ts'
import type { GatewayDeps, GatewayEnv } from '../http.ts'
import { gatherLead, unknownFields } from './gather-lead.ts'
import { headerOf } from './header-of.ts'
import { idempotencyClaim } from './idempotency.ts'
import { noteUnknownFields, unknownNames } from './note-unknown-fields.ts'
import { prefersMinimal } from './prefer.ts'
import { parseBody, readJson } from './read-body.ts'
import { traceparentOf } from './traceparent-of.ts'

/** What every verb is called with. Member by member: a copy of all that the routes work with is one of a create's larger costs. */
export function callOf(
  c: Context<GatewayEnv>,
  deps: GatewayDeps,
  idempotency: IdempotencyClaim | null = null,
): Ctx {
  const { database, configuration, writer, sealer, warnings, storage, onCommit } = deps
  return {
    db: database.db,
    configuration,
    writer,
    files: storage,
    sealer,
    warnings,
    onCommit,
    caller: c.get('caller'),
    address: c.get('address'),
    requestId: c.get('requestId'),
    traceparent: traceparentOf(c),
    idempotency,
    preference: prefersMinimal(c) ? 'minimal' : 'full',
  }
}

/** What verbs about submissions are called with, whoever calls. */
export function submissionCtx(c: Context<GatewayEnv>, deps: GatewayDeps): SubmissionCtx {
  const { database, configuration, writer, sealer, warnings, storage, onCommit, keepsBodies } = deps
  return {
    db: database.db,
    configuration,
    writer,
    files: storage,
    sealer,
    warnings,
    onCommit,
    requestId: c.get('requestId'),
    traceparent: traceparentOf(c),
    keepsBodies,
  }
}

export interface WriteCall<Request> {
  ctx: Ctx
  request: Request
  /** Names of members of a lead's body that could not be kept. */
  dropped: readonly string[]
}

/**
 * Reads a POST or PUT: body, schema, `Idempotency-Key`. `ids` are the path's: the same key for another resource is a
 * reuse. A test key's answers are its own: a live call must never be answered with a test lead.
 */
export async function readWrite<Request>(
  c: Context<GatewayEnv>,
  deps: GatewayDeps,
  { route, schema, lead, ids = [] }: WriteKind<Request>,
): Promise<WriteCall<Request>> {
  const body = await readJson(c, deps)
  const fingerprinted = ids.length > 0 ? { ids, body } : body
  const idempotency = idempotencyClaim(c, routeOfCaller(c, route), fingerprinted, deps.idempotencyKeepSeconds)
  const gathered = lead
    ? gatherLead(c, deps, lead, body, await unknownFields(c, deps))
    : { body, dropped: [] }
  const request = parseBody(schema, gathered.body)
  if (!lead) noteUnknownFields(c, deps, unknownNames(schema, body))
  return { ctx: callOf(c, deps, idempotency), request, dropped: gathered.dropped }
}

export interface WriteKind<Request> {
  route: string
  schema: z.ZodType<Request>
  /** The body is a lead's fields: what is no field is kept with them. */
  lead?: 'create' | 'update'
  ids?: string[]
}

/** What idempotency keys are kept under: those of test keys are their own, and so are those of callers who are told less. */
export function routeOfCaller(c: Context<GatewayEnv>, route: string): string {
  const own = onlySubmits(c) ? `${route} (submit)` : route
  return c.get('caller').isTest ? `${own} (test)` : own
}

/** Whether the caller is told nothing of what becomes of its leads. */
export function onlySubmits(c: Context<GatewayEnv>): boolean {
  return answerForm({ caller: c.get('caller') }) === 'submitted'
}

/** What a submission keeps of a call; `body` in place of the request's own. */
export function apiCallOf(c: Context<GatewayEnv>, body: Buffer = c.get('body') ?? Buffer.alloc(0)): ApiCall {
  return { body, ip: c.get('address') ?? null, userAgent: headerOf(c, 'user-agent')?.slice(0, 500) ?? null }
}

/** What keeps a create that was refused. */
export function refusalCtx(
  { keepsBodies, refusals, logger }: GatewayDeps,
  { db, caller, sealer, configuration }: Ctx,
) {
  const onError = (err: unknown) => logger.warn({ err }, 'a refused call could not be kept')
  return { db, caller, sealer, configuration, keepsBodies, quota: refusals, onError }
}

/** Of an answer that is the id alone, as the client preferred. */
export const minimalHeaders = { 'preference-applied': 'return=minimal' }

/** The answer of a writing verb, with the headers that say how it came about. */
export function answerWrite(c: Context<GatewayEnv>, { body, replayed }: Answered): Response {
  if (!replayed) return answerJson(c, body, prefersMinimal(c) ? minimalHeaders : undefined)
  c.set('isReplay', true)
  return answerJson(c, body, { 'idempotent-replayed': 'true' })
}
