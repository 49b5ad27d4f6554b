import { AppError } from '@intake/contracts/app-error'
import type { Context, Next } from 'hono'
import { createMiddleware } from 'hono/factory'
import type { GatewayDeps, GatewayEnv } from '../http.ts'

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

/**
 * Refuses with `overloaded`, before anything of the body is read, what would go beyond the bounds of this process. Bodies under one
 * key take half of the bytes at most, so that one client that sends its bodies slowly leaves room for the others. (Keys aren't
 * verified yet: a false one is refused right after this, and holds nothing.)
 */
export function bounded({
  bounds,
  maxBodyBytes,
  maxBatchBodyBytes,
}: Pick<GatewayDeps, 'bounds' | 'maxBodyBytes' | 'maxBatchBodyBytes'>) {
  let requests = 0
  let bytes = 0
  const bytesByKey = new Map<string, number>()
  const share = Math.max(maxBodyBytes, maxBatchBodyBytes, bounds.maxBytes / 2)
  const uploads = boundedUploads(bounds)
  return createMiddleware<GatewayEnv>(async (c, next) => {
    if (uploadPaths.has(c.req.path) && c.req.method === 'POST') return uploads(keyOf(c), next)
    const size = sizeOf(c.req.raw.headers, c.req.path === batchPath ? maxBatchBodyBytes : maxBodyBytes)
    const key = keyOf(c)
    const ofKey = bytesByKey.get(key) ?? 0
    if (requests >= bounds.maxRequests || bytes + size > bounds.maxBytes || ofKey + size > share)
      throw overloaded()
    requests += 1
    bytes += size
    bytesByKey.set(key, ofKey + size)
    try {
      await next()
    } finally {
      requests -= 1
      bytes -= size
      const left = (bytesByKey.get(key) ?? 0) - size
      if (left > 0) bytesByKey.set(key, left)
      else bytesByKey.delete(key)
    }
  })
}

/** Uploads take minutes and little memory: they are counted, apart from all else, so that no lead waits for them. */
function boundedUploads({ maxUploads }: IntakeBounds) {
  let all = 0
  const byKey = new Map<string, number>()
  return async (key: string, next: Next): Promise<void> => {
    const ofKey = byKey.get(key) ?? 0
    if (all >= maxUploads || ofKey >= Math.ceil(maxUploads / 2)) throw overloaded()
    all += 1
    byKey.set(key, ofKey + 1)
    try {
      await next()
    } finally {
      all -= 1
      const left = (byKey.get(key) ?? 1) - 1
      if (left > 0) byKey.set(key, left)
      else byKey.delete(key)
    }
  }
}

function keyOf(c: Context): string {
  return c.req.header('x-api-key')?.slice(0, keyLength) ?? ''
}

function overloaded(): AppError {
  return new AppError('overloaded', 'More requests are under way than fit; try again shortly.', {
    retryAfter: 1,
  })
}

function sizeOf(headers: Headers, maxBodyBytes: number): number {
  const length = headers.get('content-length')
  if (length !== null) return Math.min(Number(length) || 0, maxBodyBytes)
  return headers.has('transfer-encoding') ? maxBodyBytes : 0
}
