import { ReportExtractionRequest } from '@intake/contracts/extraction'
import { reportExtraction } from '@intake/leads/documents/report-extraction'
import type { Context } from 'hono'
import type { GatewayDeps, GatewayEnv } from '../http.ts'
import { answerWrite, readWrite } from '../request/call.ts'
import { pathId } from '../request/path-id.ts'

/** `POST /api/v1/documents/{id}/extraction` */
export function reportExtractionRoute(deps: GatewayDeps) {
  return async (c: Context<GatewayEnv>) => {
    const documentId = pathId(c, 'id')
    const kind = {
      route: 'POST /api/v1/documents/{id}/extraction',
      schema: ReportExtractionRequest,
      ids: [documentId],
    }
    const { ctx, request } = await readWrite(c, deps, kind)
    return answerWrite(c, await reportExtraction(ctx, { documentId, request }))
  }
}
