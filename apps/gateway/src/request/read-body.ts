import { AppError, invalidRequest } from '@intake/contracts/app-error'
import { toFieldErrors } from '@intake/contracts/field-errors'
import { parseJson } from '@intake/contracts/parse-json'
import type { Context } from 'hono'
import type { z } from 'zod'
import type { GatewayEnv } from '../http.ts'
import { smallBody } from '../middleware/bounds.ts'
import { headerOf } from './header-of.ts'
import { inTime, paceOf, unlessSlow } from './unless-slow.ts'
import { packingOf, unpack } from './unpack-body.ts'

/** With any parameters; of these only the charset means anything. */
const jsonType =
  /^application\/json\s*(;\s*([\w!#$%&'*+.^`|~-]+\s*=\s*([\w!#$%&'*+.^`|~-]+|"[^"\\]*")\s*)?)*$/i
const otherCharset = /;\s*charset\s*=(?!\s*"?(utf-?8|us-ascii)"?\s*(;|$))/i

// A body without a length is read past the limit for a while: a server that stops amid it has to cut the connection
// off, and the client's next request on it dies.
const bodiesReadPast = 10

export interface BodyBounds {
  maxBodyBytes: number
  /** The whole body must be there by then, ms. */
  bodyTimeoutMs: number
  /** One that arrives slower is given up. */
  minBytesPerSecond: number
}

/**
 * The request's JSON, parsed. Throws `unsupported_media_type`, `payload_too_large` (however the body is sent; no more than
 * the limit is kept in memory, packed or not), `request_timeout`, and what {@link parseJson} and {@link unpack} throw.
 */
export async function readJson(c: Context<GatewayEnv>, bounds: BodyBounds): Promise<unknown> {
  const type = c.req.header('content-type') ?? ''
  if (!jsonType.test(type) || otherCharset.test(type))
    throw new AppError('unsupported_media_type', 'The Content-Type must be application/json, in UTF-8.')
  return parseJson(await readUnpacked(c, bounds))
}

/** The bytes of a body, unpacked where it is packed. Throws like {@link readJson}, but for its type and what is in it. */
export async function readUnpacked(c: Context<GatewayEnv>, bounds: BodyBounds): Promise<Buffer> {
  const packing = packingOf(c)
  const bytes = await inTime(readBytes(c, bounds), bounds.bodyTimeoutMs)
  c.set('body', bytes)
  if (!packing) return bytes
  const unpacked = await unpack(bytes, packing, bounds.maxBodyBytes)
  c.get('held').arrived(Math.max(0, unpacked.length - bytes.length))
  c.set('body', unpacked)
  return unpacked
}

/** Parses a body with its schema. Throws `invalid_request` with every fault. */
export function parseBody<Output>(schema: z.ZodType<Output>, body: unknown): Output {
  const parsed = schema.safeParse(body)
  if (!parsed.success) throw invalidRequest(toFieldErrors(parsed.error, body))
  return parsed.data
}

async function readBytes(
  c: Context<GatewayEnv>,
  { maxBodyBytes: maxBytes, ...bounds }: BodyBounds,
): Promise<Buffer> {
  const declared = Number(headerOf(c, 'content-length') ?? 0)
  if (declared > maxBytes) throw tooLarge(maxBytes)
  // Counted already. With a length the server has bounded what it reads.
  if (declared > 0 && declared <= smallBody) return Buffer.from(await c.req.arrayBuffer())
  const chunks: Uint8Array[] = []
  let size = 0
  const body = (c.req.raw.body ?? noBody()) as AsyncIterable<Uint8Array>
  for await (const chunk of unlessSlow(body, paceOf(bounds))) {
    size += chunk.byteLength
    if (size <= maxBytes) {
      c.get('held').arrived(chunk.byteLength)
      chunks.push(chunk)
    } else if (size > maxBytes * bodiesReadPast) throw tooLarge(maxBytes)
  }
  if (size > maxBytes) throw tooLarge(maxBytes)
  return Buffer.concat(chunks)
}

async function* noBody(): AsyncGenerator<Uint8Array> {}

function tooLarge(maxBytes: number): AppError {
  return new AppError('payload_too_large', `The body is larger than ${maxBytes} bytes.`)
}
