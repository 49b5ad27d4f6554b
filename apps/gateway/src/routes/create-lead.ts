import { CompiledCreateLeadRequest, CreateLeadRequest } from '@intake/contracts/create-lead'
import { type CreateLeadContext, createLead } from '@intake/leads/create/create-lead'
import type { Context } from 'hono'
import { answerJson, collectHeaders } from '../answer/answer.ts'
import { fullBody, minimalBody } from '../answer/created-bodies.ts'
import type { GatewayDeps, GatewayEnv } from '../http.ts'
import { duplicatePolicy } from '../request/duplicate-policy.ts'
import { idempotencyClaim } from '../request/idempotency.ts'
import { noteUnknownFields } from '../request/note-unknown-fields.ts'
import { prefersMinimal } from '../request/prefer.ts'
import { parseBody, readJson } from '../request/read-body.ts'
import { traceparentOf } from '../request/traceparent-of.ts'
import { minimalHeaders, replayHeaders } from './writing.ts'

/** `POST /api/v1/leads` */
export function createLeadRoute(deps: GatewayDeps) {
  return async (c: Context<GatewayEnv>) => {
    const json = await readJson(c, deps)
    const caller = c.get('caller')
    // A test key's answers are its own: a live call must never be answered with a test lead.
    const route = caller.isTest ? 'POST /api/v1/leads (test)' : 'POST /api/v1/leads'
    const idempotency = idempotencyClaim(c, route, json, deps.idempotencyKeepSeconds)
    const request = parseBody(CompiledCreateLeadRequest, json)
    noteUnknownFields(c, deps, CreateLeadRequest, json)
    const minimal = prefersMinimal(c)
    const { body, replayed } = await createLead(createContext(c, deps), request, {
      idempotency,
      duplicatePolicy: duplicatePolicy(c),
      toBody: minimal ? minimalBody : fullBody,
    })
    if (replayed) {
      c.set('isReplay', true)
      collectHeaders(c, replayHeaders)
    }
    if (isMinimal(body)) collectHeaders(c, minimalHeaders)
    return answerJson(c, body)
  }
}

/** Member by member: a copy of all that the routes work with is one of a create's larger costs. */
function createContext(c: Context<GatewayEnv>, deps: GatewayDeps): CreateLeadContext {
  const { configuration, writer, warnings } = deps
  return {
    db: deps.database.db,
    caller: c.get('caller'),
    requestId: c.get('requestId'),
    traceparent: traceparentOf(c),
    configuration,
    writer,
    warnings,
  }
}

// A replay is the first answer whatever is preferred now, so the header goes by what the body is.
const minimalForm = /^\{"success":true,(?:"result":"\w+",)?"lead":\{"id":"[^"]+"\}\}$/

// A full body isn't looked through: it is still a tree of its parts.
function isMinimal(body: string): boolean {
  return body.length < 120 && minimalForm.test(body)
}
