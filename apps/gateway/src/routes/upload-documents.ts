import type { UploadDocumentsAnswer } from '@intake/contracts/documents'
import { uploadDocuments } from '@intake/leads/documents/upload-documents'
import type { Context } from 'hono'
import type { GatewayDeps, GatewayEnv } from '../http.ts'
import { idempotencyClaim } from '../request/idempotency.ts'
import { readMultipart } from '../request/read-multipart.ts'
import { answerWrite, bodyMaker, routeOfCaller, writeContext } from './writing.ts'

/** `POST /api/v1/documents` */
export function uploadDocumentsRoute(deps: GatewayDeps) {
  return async (c: Context<GatewayEnv>) => {
    const { requestId } = c.var
    const { storage, documents } = deps
    const context = {
      ...writeContext(c, deps),
      storage,
      limits: documents,
      onLeftBehind: (err: unknown) =>
        deps.logger.warn({ err, requestId }, 'files of a refused upload stay until they are swept'),
    }
    const route = routeOfCaller(c, 'POST /api/v1/documents')
    // A key that is none is refused before a file is read.
    idempotencyClaim(c, route, null, 1)
    const answered = await uploadDocuments(context, readMultipart(c, deps.bodyTimeoutMs), {
      claim: (form) => idempotencyClaim(c, route, form, deps.idempotencyKeepSeconds),
      toBody: bodyMaker(c, ({ documents, actionLogId }: UploadDocumentsAnswer) => ({
        documents: documents.map(({ id }) => ({ id })),
        actionLogId,
      })),
    })
    return answerWrite(c, answered)
  }
}
