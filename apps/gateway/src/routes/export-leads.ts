import { ExportLeadsQuery } from '@intake/contracts/list-leads'
import { exportLeads } from '@intake/leads/lead/export-leads'
import { encodePieces } from '@intake/runtime/encode-pieces'
import type { GatewayDeps } from '../http.ts'
import { callOf } from '../request/call.ts'
import { withQuery } from '../request/query.ts'

/** `GET /api/v1/leads/export`: a line a lead as they are read, however many there are. */
export function exportLeadsRoute(deps: GatewayDeps) {
  return withQuery(ExportLeadsQuery, async (c, query) => {
    const lines = await exportLeads(callOf(c, deps), query)
    const headers = {
      'Content-Type': 'application/x-ndjson',
      'Content-Disposition': 'attachment; filename="leads.ndjson"',
    }
    return c.body(ReadableStream.from(encodePieces(lines)), 200, headers)
  })
}
