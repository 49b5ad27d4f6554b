import { AppError } from '@intake/contracts/app-error'
import { contentDisposition } from '@intake/storage/content-disposition'
import { signedFilesPath } from '@intake/storage/local-storage'
import { type SignedFile, type Storage, StoredObjectMissing } from '@intake/storage/storage'
import type { Context } from 'hono'
import { toWebStream } from '../answer/to-web-stream.ts'
import type { GatewayDeps, GatewayEnv } from '../http.ts'

/** `GET /files/…`: a stored file at a signed address. The signature is the permission; no key is asked for. */
export function signedFileRoute({ storage }: Pick<GatewayDeps, 'storage'>) {
  return async (c: Context<GatewayEnv>) => {
    const file = await find(storage, c.req.path, new URL(c.req.url).searchParams)
    // Always to be saved, never shown: what a lead sent must not run as a page of this address.
    const headers = {
      'content-type': file.contentType,
      'content-length': String(file.size),
      'content-disposition': contentDisposition(file.filename),
    }
    if (c.req.method !== 'HEAD') return c.body(toWebStream(file.body), 200, headers)
    // Hono answers HEAD by this handler and drops the body, which would leave the file open.
    file.body.destroy()
    return c.body(null, 200, headers)
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
