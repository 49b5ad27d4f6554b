import type { IdempotencyClaim } from '@intake/leads/create/new-lead'
import type { Answered, WriteContext } from '@intake/leads/idempotency/with-idempotency'
import type { Context } from 'hono'
import type { z } from 'zod'
import { answerJson } from '../answer/answer.ts'
import type { GatewayDeps, GatewayEnv } from '../http.ts'
import { idempotencyClaim } from '../request/idempotency.ts'
import { noteUnknownFields } from '../request/note-unknown-fields.ts'
import { prefersMinimal } from '../request/prefer.ts'
import { parseBody, readJson } from '../request/read-body.ts'
import { traceparentOf } from '../request/traceparent-of.ts'

/** What an ordinary writing verb is called with. */
export function writeContext(c: Context<GatewayEnv>, deps: GatewayDeps): WriteContext {
  const caller = c.get('caller')
  const requestId = c.get('requestId')
  const { configuration, onCommit, warnings, storage } = deps
  return {
    db: deps.database.db,
    caller,
    requestId,
    traceparent: traceparentOf(c),
    configuration,
    files: storage,
    onCommit,
    warnings,
  }
}

export interface WriteRequest<Request> {
  request: Request
  idempotency: IdempotencyClaim | null
}

/**
 * Reads a POST or PUT: body, schema, `Idempotency-Key`. `ids` are the path's: the same key for another resource is a
 * reuse. A test key's answers are its own, as with create.
 */
export async function readWrite<Request>(
  c: Context<GatewayEnv>,
  deps: GatewayDeps,
  { route, schema, ids = [] }: { route: string; schema: z.ZodType<Request>; ids?: string[] },
): Promise<WriteRequest<Request>> {
  const body = await readJson(c, deps)
  const ofCaller = routeOfCaller(c, route)
  const fingerprinted = ids.length > 0 ? { ids, body } : body
  const idempotency = idempotencyClaim(c, ofCaller, fingerprinted, deps.idempotencyKeepSeconds)
  const request = parseBody(schema, body)
  noteUnknownFields(c, deps, schema, body)
  return { request, idempotency }
}

/** What idempotency keys are kept under: those of test keys are their own. */
export function routeOfCaller(c: Context<GatewayEnv>, route: string): string {
  return c.get('caller').isTest ? `${route} (test)` : route
}

/** Makes a verb's bodies: the full one, or `minimal`'s where the client prefers that. */
export function bodyMaker<Answer>(c: Context, minimal: (answer: Answer) => unknown) {
  const wanted = prefersMinimal(c)
  return (answer: Answer) =>
    JSON.stringify({ success: true, ...(wanted ? (minimal(answer) as object) : answer) })
}

/** Of an answer that is the kept one of an earlier call. */
export const replayHeaders = { 'idempotent-replayed': 'true' }

/** Of an answer that is the id alone, as the client preferred. */
export const minimalHeaders = { 'preference-applied': 'return=minimal' }

/** The answer of a writing verb, with the headers that say how it came about. */
export function answerWrite(c: Context<GatewayEnv>, { body, replayed }: Answered): Response {
  if (replayed) c.set('isReplay', true)
  return answerJson(c, body, replayed ? replayHeaders : prefersMinimal(c) ? minimalHeaders : {})
}
