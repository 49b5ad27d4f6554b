import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'
import { Busboy, type BusboyInstance } from '@fastify/busboy'
import { AppError, invalidRequest } from '@intake/contracts/app-error'
import { maxFiles } from '@intake/contracts/documents'
import type { UploadPart } from '@intake/leads/documents/upload-documents'
import type { Context } from 'hono'
import { type Pace, unlessSlow } from './unless-slow.ts'

const formType = /^multipart\/form-data\s*;.*boundary=/i
const limits = {
  fields: 8,
  fieldSize: 64_000,
  files: maxFiles + 1,
  parts: 20,
  headerPairs: 20,
  headerSize: 8192,
}

/**
 * A form's parts as they come, files streamed: the next part comes once a file has been read or destroyed. Throws
 * `unsupported_media_type`, `request_timeout` when it comes too slowly, or `invalid_request` for what is no whole form.
 */
export async function* readMultipart(c: Context, pace: Pace): AsyncGenerator<UploadPart> {
  const type = c.req.header('content-type') ?? ''
  if (!formType.test(type))
    throw new AppError('unsupported_media_type', 'The Content-Type must be multipart/form-data.')
  const parts = new Readable({ objectMode: true, read() {} })
  let file: Readable | undefined
  const form = openForm(type)
  form.on('file', (field, body, filename = '', _encoding, contentType) => {
    file = body
    // An error that comes before the file is read must not end the process; who reads it sees it.
    body.on('error', () => undefined)
    parts.push({ field, file: { filename: filename || 'file', contentType, body: whole(body) } })
  })
  form.on('field', (field, value, _nameTruncated, isTruncated) => {
    if (isTruncated) parts.destroy(notWhole(`the field "${field}" is too long`))
    else parts.push({ field, value })
  })
  for (const limit of ['fieldsLimit', 'partsLimit'] as const)
    form.on(limit, () => parts.destroy(notWhole('the form has too many parts')))
  const source = c.req.raw.body ? Readable.fromWeb(c.req.raw.body as ReadableStream) : Readable.from([])
  // A form that ends before its first part is done amid a write, which the pipeline doesn't notice.
  const finished = new Promise<void>((resolve) => form.once('finish', resolve))
  let onArrived = () => {}
  const arrived = new Promise<void>((resolve) => {
    onArrived = resolve
  })
  const passOn = async function* (chunks: AsyncIterable<Uint8Array>) {
    yield* unlessSlow(chunks, pace)
    onArrived()
  }
  const read = Promise.race([
    pipeline(source, passOn, form),
    Promise.all([arrived, finished]).then(() => undefined),
  ]).then(
    () => parts.push(null),
    (error: unknown) => {
      const failure =
        error instanceof AppError ? error : notWhole('the form does not end, or is no form', error)
      file?.destroy(failure)
      parts.destroy(failure)
    },
  )
  try {
    yield* parts as AsyncIterable<UploadPart>
    await read
  } finally {
    source.destroy()
  }
}

function openForm(type: string): BusboyInstance {
  try {
    return new Busboy({ headers: { 'content-type': type }, limits })
  } catch {
    throw new AppError('unsupported_media_type', 'The Content-Type must have the boundary of the form.')
  }
}

async function* whole(body: Readable): AsyncGenerator<Uint8Array> {
  try {
    yield* body
  } catch (error) {
    throw error instanceof AppError ? error : notWhole('the form ends amid a file', error)
  }
}

function notWhole(message: string, cause?: unknown): AppError {
  return invalidRequest([{ pointer: '', code: 'invalid_form', message }], cause)
}
