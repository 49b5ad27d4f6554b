import { AppError } from '@intake/contracts/app-error'
import { createMiddleware } from 'hono/factory'
import type { GatewayDeps, GatewayEnv } from '../http.ts'

/** The one address with larger bodies. */
export const batchPath = '/api/v1/leads/batch'

/** Their bodies are streamed: what counts is the memory that takes, not their length. */
export const documentsPath = '/api/v1/documents'
export const importsPath = '/api/v1/imports'

/** Enough of a key to tell it from others: its kind and prefix. */
const keyLength = 28

export interface IntakeBounds {
  /** API requests under way at once. */
  maxRequests: number
  /** Bytes of their bodies; one of unknown length counts as the largest that is allowed. */
  maxBytes: number
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
  storage,
}: Pick<GatewayDeps, 'bounds' | 'maxBodyBytes' | 'maxBatchBodyBytes' | 'storage'>) {
  let requests = 0
  let bytes = 0
  const bytesByKey = new Map<string, number>()
  const larger = new Map([
    [batchPath, maxBatchBodyBytes],
    [documentsPath, storage.memoryPerPut],
    [importsPath, storage.memoryPerPut],
  ])
  const share = Math.max(maxBodyBytes, ...larger.values(), bounds.maxBytes / 2)
  return createMiddleware<GatewayEnv>(async (c, next) => {
    const size = sizeOf(c.req.raw.headers, larger.get(c.req.path) ?? maxBodyBytes)
    const key = c.req.header('x-api-key')?.slice(0, keyLength) ?? ''
    const ofKey = bytesByKey.get(key) ?? 0
    if (requests >= bounds.maxRequests || bytes + size > bounds.maxBytes || ofKey + size > share)
      throw new AppError('overloaded', 'More requests are under way than fit; try again shortly.', {
        retryAfter: 1,
      })
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

function sizeOf(headers: Headers, maxBodyBytes: number): number {
  const length = headers.get('content-length')
  if (length !== null) return Math.min(Number(length) || 0, maxBodyBytes)
  return headers.has('transfer-encoding') ? maxBodyBytes : 0
}
