import { AppError } from '@intake/contracts/app-error'
import type { Context } from 'hono'
import { headerOf } from '../request/header-of.ts'

/** The one address with larger bodies. */
export const batchPath = '/api/v1/leads/batch'

export const documentsPath = '/api/v1/documents'
export const importsPath = '/api/v1/imports'
/** Addresses whose bodies are streamed, and may take long: they have bounds of their own. */
const uploadPaths: ReadonlySet<string> = new Set([documentsPath, importsPath])

/** A body that declares no more bytes counts whole from the start, and is read the short way. */
export const smallBody = 16_384

export interface IntakeBounds {
  /** API requests under way at once. */
  maxRequests: number
  /** Bytes of their bodies that have arrived. */
  maxBytes: number
  /** Uploads under way at once. */
  maxUploads: number
}

export interface BoundsOptions {
  bounds: IntakeBounds
  /** A body other than an upload or a batch, bytes. */
  maxBodyBytes: number
  /** The same for a batch. */
  maxBatchBodyBytes: number
}

/** What one request holds of what this process shares. */
export interface Held {
  /** Counts bytes of a body that have arrived. Throws `overloaded`. */
  arrived(bytes: number): void
  /** Bytes of its body that were counted. */
  readonly bytes: number
  /** To be called when the request has ended. */
  leave(): void
}

/** What is under way in this process, by workspace, and how much more fits. */
export interface Bounds {
  /** Throws `overloaded`, before anything of the body is read. */
  enter(c: Context, workspaceId: string): Held
}

export function createBounds({ bounds, maxBodyBytes, maxBatchBodyBytes }: BoundsOptions): Bounds {
  const requests = createShare(bounds.maxRequests, 1)
  const bytes = createShare(bounds.maxBytes, Math.max(maxBodyBytes, maxBatchBodyBytes))
  // Uploads take minutes and little memory: they are counted apart from all else, so that no lead waits for them.
  const uploads = createShare(bounds.maxUploads, 1)
  return {
    enter(c, workspaceId) {
      const isUpload = c.req.method === 'POST' && uploadPaths.has(c.req.path)
      const places = isUpload ? uploads : requests
      places.take(workspaceId, 1)
      let counted = 0
      const held: Held = {
        arrived(more) {
          bytes.take(workspaceId, more)
          counted += more
        },
        get bytes() {
          return counted
        },
        leave() {
          places.give(workspaceId, 1)
          bytes.give(workspaceId, counted)
        },
      }
      const declared = isUpload ? 0 : Number(headerOf(c, 'content-length') ?? 0)
      if (declared > 0 && declared <= smallBody) {
        try {
          held.arrived(declared)
        } catch (error) {
          held.leave()
          throw error
        }
      }
      return held
    },
  }
}

/**
 * Shares an amount between workspaces: each may hold as much as it leaves free. One alone gets half, two get a third each, and so on: there is
 * always room for one more. `atLeast` is what a workspace may hold whatever the others do, as long as there is room at all.
 */
function createShare(limit: number, atLeast: number) {
  let all = 0
  const byWorkspace = new Map<string, number>()
  return {
    take(workspaceId: string, amount: number): void {
      const own = (byWorkspace.get(workspaceId) ?? 0) + amount
      const free = limit - all - amount
      if (free < 0 || own > Math.max(free, atLeast)) throw overloaded()
      all += amount
      byWorkspace.set(workspaceId, own)
    },
    give(workspaceId: string, amount: number): void {
      all -= amount
      const left = (byWorkspace.get(workspaceId) ?? 0) - amount
      if (left > 0) byWorkspace.set(workspaceId, left)
      else byWorkspace.delete(workspaceId)
    },
  }
}

function overloaded(): AppError {
  return new AppError('overloaded', 'More requests are under way than fit; try again shortly.', {
    retryAfter: 1,
  })
}
