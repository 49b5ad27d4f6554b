import { CompiledCreateLeadRequest } from '@intake/contracts/create-lead'
import { createLead } from '@intake/leads/create/create-lead'
import type { Context } from 'hono'
import { collectHeaders } from '../answer/answer.ts'
import type { GatewayDeps, GatewayEnv } from '../http.ts'
import { answerWrite, minimalHeaders, readWrite } from '../request/call.ts'
import { duplicatePolicy } from '../request/duplicate-policy.ts'

const kind = { route: 'POST /api/v1/leads', schema: CompiledCreateLeadRequest, lead: 'create' } as const

/** `POST /api/v1/leads` */
export function createLeadRoute(deps: GatewayDeps) {
  return async (c: Context<GatewayEnv>) => {
    const { ctx, request, dropped } = await readWrite(c, deps, kind)
    const created = await createLead(ctx, { request, dropped, duplicatePolicy: duplicatePolicy(c) })
    if (created.replayed && isMinimal(created.body)) collectHeaders(c, minimalHeaders)
    return answerWrite(c, created)
  }
}

// A replay is the first answer whatever is preferred now, so the header goes by what the body is.
const minimalForm = /^\{"success":true,(?:"result":"\w+",)?"warnings":\[/

function isMinimal(body: string): boolean {
  return minimalForm.test(body)
}
