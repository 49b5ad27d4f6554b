import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { Context } from 'hono'

const compress = promisify(gzip)

/** Bytes that are the same for everyone, ready to be sent. */
export interface Asset {
  bytes: Buffer<ArrayBuffer>
  type: string
  cacheControl: string
  /** A weak one: it holds for the compressed form too. */
  etag: string
  /** Compressed on first use, then kept. */
  compressed(): Promise<Buffer<ArrayBuffer>>
}

/** `cacheControl` defaults to asking each time whether it has changed. */
export function createAsset(content: string | Buffer, type: string, cacheControl = 'no-cache'): Asset {
  const bytes = Buffer.from(content)
  let kept: Promise<Buffer<ArrayBuffer>> | undefined
  return {
    bytes,
    type,
    cacheControl,
    etag: `W/"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`,
    compressed() {
      kept ??= compress(bytes)
      return kept
    },
  }
}

/** Sends an asset, compressed where the client takes that; 304 when it has it already. */
export async function sendAsset(c: Context, asset: Asset): Promise<Response> {
  c.header('ETag', asset.etag)
  c.header('Cache-Control', asset.cacheControl)
  c.header('Vary', 'Accept-Encoding')
  const known = c.req.header('if-none-match')?.split(/\s*,\s*/) ?? []
  if (known.includes(asset.etag) || known.includes('*')) return c.body(null, 304)
  c.header('Content-Type', asset.type)
  if (!/\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/.test(c.req.header('accept-encoding') ?? ''))
    return c.body(asset.bytes)
  c.header('Content-Encoding', 'gzip')
  return c.body(await asset.compressed())
}
