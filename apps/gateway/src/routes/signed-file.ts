import { Readable } from 'node:stream'
import { AppError } from '@intake/contracts/app-error'
import { contentDisposition } from '@intake/storage/content-disposition'
import { signedFilesPath } from '@intake/storage/local-storage'
import { type SignedFile, type Storage, StoredObjectMissing } from '@intake/storage/storage'
import type { Context } from 'hono'
import type { GatewayDeps, GatewayEnv } from '../http.ts'

/** `GET /files/…`: a stored file at a signed address. The signature is the permission; no key is asked for. */
export function signedFileRoute({ storage }: Pick<GatewayDeps, 'storage'>) {
  return async (c: Context<GatewayEnv>) => {
    const file = await find(storage, c.req.path, new URL(c.req.url).searchParams)
    // Always to be saved, never shown: what a lead sent must not run as a page of this address.
    return c.body(Readable.toWeb(file.body) as ReadableStream, 200, {
      'content-type': file.contentType,
      'content-length': String(file.size),
      'content-disposition': contentDisposition(file.filename),
    })
  }
}

async function find(storage: Storage, path: string, query: URLSearchParams): Promise<SignedFile> {
  try {
    const file = await storage.readSigned?.(path.slice(signedFilesPath.length + 1), query)
    if (file) return file
  } catch (error) {
    if (!(error instanceof StoredObjectMissing)) throw error
  }
  throw new AppError('not_found', 'This address is wrong or has expired.')
}
