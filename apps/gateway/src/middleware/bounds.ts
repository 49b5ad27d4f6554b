import { AppError } from '@intake/contracts/app-error'
import type { Context } from 'hono'
import { headerOf } from '../request/header-of.ts'

/** The one address with larger bodies. */
export const batchPath = '/api/v1/leads/batch'

export const documentsPath = '/api/v1/documents'
export const importsPath = '/api/v1/imports'
/** Addresses whose bodies are streamed, and may take long: they have bounds of their own. */
export const uploadPaths: ReadonlySet<string> = new Set([documentsPath, importsPath])

/** Enough of a key to tell it from others: its kind and prefix. */
const keyLength = 28

export interface IntakeBounds {
  /** API requests under way at once. */
  maxRequests: number
  /** Bytes of their bodies; one of unknown length counts as the largest that is allowed. */
  maxBytes: number
  /** Uploads under way at once; one key has half of them at most. */
  maxUploads: number
}

export interface BoundsOptions {
  bounds: IntakeBounds
  /** A body other than an upload or a batch, bytes. */
  maxBodyBytes: number
  /** The same for a batch. */
  maxBatchBodyBytes: number
}

/** What is under way in this process, and how much more fits. */
export interface Bounds {
  /** Throws `overloaded`, before anything of the body is read. Answers what to call when the request has ended. */
  enter(c: Context): () => void
}

/**
 * The bounds of this process. Bodies under one key take half of the bytes at most, so that one client that sends its bodies slowly
 * leaves room for the others. (Keys aren't verified yet: a false one is refused right after this, and holds nothing.)
 */
export function createBounds({ bounds, maxBodyBytes, maxBatchBodyBytes }: BoundsOptions): Bounds {
  let requests = 0
  let bytes = 0
  const bytesByKey = new Map<string, number>()
  const share = Math.max(maxBodyBytes, maxBatchBodyBytes, bounds.maxBytes / 2)
  const uploads = createUploadBounds(bounds)
  return {
    enter(c) {
      const key = keyOf(c)
      if (c.req.method === 'POST' && uploadPaths.has(c.req.path)) return uploads(key)
      const size = sizeOf(c, c.req.path === batchPath ? maxBatchBodyBytes : maxBodyBytes)
      const ofKey = bytesByKey.get(key) ?? 0
      if (requests >= bounds.maxRequests || bytes + size > bounds.maxBytes || ofKey + size > share)
        throw overloaded()
      requests += 1
      bytes += size
      bytesByKey.set(key, ofKey + size)
      return () => {
        requests -= 1
        bytes -= size
        subtract(bytesByKey, key, size)
      }
    },
  }
}

/** Uploads take minutes and little memory: they are counted, apart from all else, so that no lead waits for them. */
function createUploadBounds({ maxUploads }: IntakeBounds): (key: string) => () => void {
  let all = 0
  const byKey = new Map<string, number>()
  return (key) => {
    const ofKey = byKey.get(key) ?? 0
    if (all >= maxUploads || ofKey >= Math.ceil(maxUploads / 2)) throw overloaded()
    all += 1
    byKey.set(key, ofKey + 1)
    return () => {
      all -= 1
      subtract(byKey, key, 1)
    }
  }
}

function subtract(amounts: Map<string, number>, key: string, amount: number): void {
  const left = (amounts.get(key) ?? 0) - amount
  if (left > 0) amounts.set(key, left)
  else amounts.delete(key)
}

function keyOf(c: Context): string {
  return headerOf(c, 'x-api-key')?.slice(0, keyLength) ?? ''
}

function overloaded(): AppError {
  return new AppError('overloaded', 'More requests are under way than fit; try again shortly.', {
    retryAfter: 1,
  })
}

function sizeOf(c: Context, maxBodyBytes: number): number {
  const length = headerOf(c, 'content-length')
  if (length !== undefined) return Math.min(Number(length) || 0, maxBodyBytes)
  return headerOf(c, 'transfer-encoding') === undefined ? 0 : maxBodyBytes
}
