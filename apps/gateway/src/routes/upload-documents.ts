import { uploadDocuments } from '@intake/leads/documents/upload-documents'
import type { Context } from 'hono'
import type { GatewayDeps, GatewayEnv } from '../http.ts'
import { answerWrite, callOf, routeOfCaller } from '../request/call.ts'
import { idempotencyClaim } from '../request/idempotency.ts'
import { readMultipart } from '../request/read-multipart.ts'
import { paceOf } from '../request/unless-slow.ts'

/** `POST /api/v1/documents` */
export function uploadDocumentsRoute(deps: GatewayDeps) {
  return async (c: Context<GatewayEnv>) => {
    const { requestId } = c.var
    const route = routeOfCaller(c, 'POST /api/v1/documents')
    const claim = (form: unknown) => idempotencyClaim(c, route, form, deps.idempotencyKeepSeconds)
    // A key that is none is refused before a file is read.
    claim(null)
    const ctx = {
      ...callOf(c, deps),
      storage: deps.storage,
      limits: deps.documents,
      claim,
      onLeftBehind: (err: unknown) =>
        deps.logger.warn({ err, requestId }, 'files of a refused upload stay until they are swept'),
    }
    return answerWrite(c, await uploadDocuments(ctx, readMultipart(c, paceOf(deps))))
  }
}
