import { CompiledCreateLeadRequest } from '@intake/contracts/create-lead'
import { createLead } from '@intake/leads/create/create-lead'
import { keepRefused } from '@intake/leads/sources/keep-refused'
import { submitLead } from '@intake/leads/sources/submit-lead'
import type { Context } from 'hono'
import { collectHeaders } from '../answer/answer.ts'
import type { GatewayDeps, GatewayEnv } from '../http.ts'
import {
  answerWrite,
  apiCallOf,
  callOf,
  minimalHeaders,
  onlySubmits,
  readWrite,
  refusalCtx,
} from '../request/call.ts'
import { duplicatePolicy } from '../request/duplicate-policy.ts'

const kind = { route: 'POST /api/v1/leads', schema: CompiledCreateLeadRequest, lead: 'create' } as const

/** `POST /api/v1/leads` */
export function createLeadRoute(deps: GatewayDeps) {
  return async (c: Context<GatewayEnv>) => {
    try {
      const { ctx, request, dropped } = await readWrite(c, deps, kind)
      const input = { request, dropped, duplicatePolicy: duplicatePolicy(c) }
      const created = onlySubmits(c)
        ? await submitLead({ ...ctx, keepsBodies: deps.keepsBodies }, { ...input, call: apiCallOf(c) })
        : await createLead(ctx, input)
      if (created.replayed && isMinimal(created.body)) collectHeaders(c, minimalHeaders)
      return answerWrite(c, created)
    } catch (error) {
      if (c.get('body')) await keepRefused(refusalCtx(deps, callOf(c, deps)), error, apiCallOf(c))
      throw error
    }
  }
}

// A replay is the first answer whatever is preferred now, so the header goes by what the body is.
const minimalForm = /^\{"success":true,(?:"result":"\w+",)?"warnings":\[/

function isMinimal(body: string): boolean {
  return minimalForm.test(body)
}
