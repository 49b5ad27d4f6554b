import { pipeline } from 'node:stream'
import { GetDocumentQuery } from '@intake/contracts/documents'
import { getDocument } from '@intake/leads/documents/get-document'
import { answerJson } from '../answer/answer.ts'
import { Base64Json } from '../answer/base64-json.ts'
import { toWebStream } from '../answer/to-web-stream.ts'
import type { GatewayDeps } from '../http.ts'
import { pathId } from '../request/path-id.ts'
import { withQuery } from '../request/query.ts'

/** `GET /api/v1/documents/{id}` */
export function getDocumentRoute({ database, storage }: GatewayDeps) {
  return withQuery(GetDocumentQuery, async (c, query) => {
    const id = pathId(c, 'id', 'document')
    const context = { db: database.db, caller: c.var.caller, storage }
    // Hono answers HEAD by this handler and drops the body, which would leave the file open.
    const includeContent = query.includeContent && c.req.method !== 'HEAD'
    const { document, content } = await getDocument(context, id, { includeContent })
    c.set('subjectId', document.leadId)
    const json = JSON.stringify(document)
    if (!content) return answerJson(c, json)
    const whole = new Base64Json(`${json.slice(0, -1)},"content":"`, '"}')
    // Whichever of the two ends early takes the other along.
    pipeline(content, whole, () => undefined)
    return answerJson(c, toWebStream(whole), {
      'content-length': String(whole.lengthFor(document.size)),
    })
  })
}
