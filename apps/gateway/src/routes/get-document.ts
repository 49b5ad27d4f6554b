import { Readable } from 'node:stream'
import { GetDocumentQuery } from '@intake/contracts/documents'
import { getDocument } from '@intake/leads/documents/get-document'
import type { Context } from 'hono'
import { answerJson } from '../answer.ts'
import type { GatewayDeps, GatewayEnv } from '../http.ts'
import { pathId } from '../path-id.ts'
import { parseBody } from '../read-body.ts'

/** `GET /api/v1/documents/{id}` */
export function getDocumentRoute({ database, storage }: GatewayDeps) {
  return async (c: Context<GatewayEnv>) => {
    const id = pathId(c, 'id', 'document')
    const query = parseBody(GetDocumentQuery, c.req.query())
    const { document, content } = await getDocument(
      { db: database.db, caller: c.var.caller, storage },
      id,
      query,
    )
    const json = JSON.stringify(document)
    if (!content) return answerJson(c, json)
    const [opening, ending] = [`${json.slice(0, -1)},"content":"`, '"}']
    const encoded = Math.ceil(document.size / 3) * 4
    return answerJson(c, Readable.toWeb(Readable.from(enclose(opening, base64(content), ending))), {
      'content-length': String(Buffer.byteLength(opening) + encoded + ending.length),
    })
  }
}

async function* enclose(opening: string, body: AsyncIterable<string>, ending: string) {
  yield Buffer.from(opening)
  for await (const text of body) yield Buffer.from(text, 'latin1')
  yield Buffer.from(ending)
}

/** Three bytes make four letters: what is left over of a chunk waits for the next. */
async function* base64(body: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let rest: Uint8Array = new Uint8Array()
  for await (const chunk of body) {
    const bytes = Buffer.concat([rest, chunk])
    const whole = bytes.length - (bytes.length % 3)
    yield bytes.toString('base64', 0, whole)
    rest = bytes.subarray(whole)
  }
  yield Buffer.from(rest).toString('base64')
}
