import { exportLead } from '@intake/leads/lead/export-lead'
import { encodePieces } from '@intake/runtime/encode-pieces'
import type { Context } from 'hono'
import type { GatewayDeps, GatewayEnv } from '../http.ts'
import { callOf } from '../request/call.ts'
import { pathId } from '../request/path-id.ts'

/** `GET /api/v1/leads/{id}/export`: piece by piece as it is read. */
export function exportLeadRoute(deps: GatewayDeps) {
  return async (c: Context<GatewayEnv>) => {
    const id = pathId(c, 'id')
    const pieces = await exportLead(callOf(c, deps), id)
    c.header('Content-Disposition', `attachment; filename="lead-${id}.json"`)
    return c.body(ReadableStream.from(encodePieces(pieces)), 200, { 'Content-Type': 'application/json' })
  }
}
