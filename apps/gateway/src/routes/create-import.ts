import { AppError } from '@intake/contracts/app-error'
import { CreateImportQuery } from '@intake/contracts/imports'
import { previewImport } from '@intake/leads/imports/preview-import'
import { receiveImport } from '@intake/leads/imports/receive-import'
import type { Context } from 'hono'
import { answerObject } from '../answer/answer.ts'
import type { GatewayDeps } from '../http.ts'
import { answerWrite, callOf, routeOfCaller } from '../request/call.ts'
import { duplicatePolicy } from '../request/duplicate-policy.ts'
import { idempotencyClaim } from '../request/idempotency.ts'
import { withQuery } from '../request/query.ts'
import { type Pace, paceOf, unlessSlow } from '../request/unless-slow.ts'

/** `POST /api/v1/imports`: the body is the file, and is stored as it comes. */
export function createImportRoute(deps: GatewayDeps) {
  const { maxBytes } = deps.imports
  return withQuery(CreateImportQuery, async (c, options) => {
    const { format, contentType } = formatOf(c)
    const body = bodyOf(c, paceOf(deps))
    if (options.preview)
      return answerObject(c, {
        success: true,
        ...(await previewImport(callOf(c, deps), { format, body, options })),
      })
    const policy = duplicatePolicy(c) ?? options.duplicatePolicy
    // The body is known by its hash, once it has come.
    const claimFor = (sha256: Buffer) =>
      idempotencyClaim(
        c,
        routeOfCaller(c, 'POST /api/v1/imports'),
        { format, options, policy: policy ?? null, sha256: sha256.toString('hex') },
        deps.idempotencyKeepSeconds,
      )
    // A header that is wrong refuses the file before it is read.
    claimFor(Buffer.alloc(0))
    if (Number(c.req.header('content-length') ?? 0) > maxBytes)
      throw new AppError('payload_too_large', `The body is larger than ${maxBytes} bytes.`)
    const answered = await receiveImport(
      { ...callOf(c, deps), storage: deps.storage, maxBytes, claimFor },
      { format, contentType, body, options, duplicatePolicy: policy },
    )
    if (!answered.replayed) deps.imports.onReceived?.()
    return answerWrite(c, answered)
  })
}

function formatOf(c: Context): { format: 'csv' | 'ndjson'; contentType: string } {
  const type =
    /^(text\/csv|application\/(?:x-)?ndjson)\s*(?:;\s*(?:charset\s*=\s*"?utf-?8"?|header\s*=\s*present)\s*)*$/i
  const [, contentType] = type.exec(c.req.header('content-type') ?? '') ?? []
  if (!contentType)
    throw new AppError(
      'unsupported_media_type',
      'The Content-Type must be text/csv or application/x-ndjson, in UTF-8. Save a spreadsheet as “CSV UTF-8” first.',
    )
  if (!['identity', undefined].includes(c.req.header('content-encoding')))
    throw new AppError('unsupported_media_type', 'The body must not be compressed.')
  return { format: contentType.toLowerCase() === 'text/csv' ? 'csv' : 'ndjson', contentType }
}

async function* bodyOf(c: Context, pace: Pace): AsyncGenerator<Uint8Array> {
  if (c.req.raw.body) yield* unlessSlow(c.req.raw.body as AsyncIterable<Uint8Array>, pace)
}
