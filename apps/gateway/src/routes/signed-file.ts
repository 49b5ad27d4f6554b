import { AppError } from '@intake/contracts/app-error'
import { hasDocument, hasReport } from '@intake/leads/documents/has-document'
import { contentDisposition } from '@intake/storage/content-disposition'
import { signedFilesPath } from '@intake/storage/local-storage'
import { type SignedFile, StoredObjectMissing } from '@intake/storage/storage'
import type { Context } from 'hono'
import { toWebStream } from '../answer/to-web-stream.ts'
import type { GatewayDeps, GatewayEnv } from '../http.ts'

/** `GET /files/…`: the file of a document, or a report, at a signed address. The signature is the permission, as long as the file is there; no key is asked for. */
export function signedFileRoute(deps: Pick<GatewayDeps, 'storage' | 'database'>) {
  return async (c: Context<GatewayEnv>) => {
    const file = await find(deps, c.req.path, new URL(c.req.url).searchParams)
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

async function find(
  { storage, database }: Pick<GatewayDeps, 'storage' | 'database'>,
  path: string,
  query: URLSearchParams,
): Promise<SignedFile> {
  const key = path.slice(signedFilesPath.length + 1)
  try {
    const file = await storage.readSigned?.(key, query)
    if (file && (await isThere(database, key, file))) return file
  } catch (error) {
    if (!(error instanceof StoredObjectMissing)) throw error
  }
  throw new AppError('not_found', 'This address is wrong or has expired.')
}

/** Leaves the file open only if it may be sent. */
async function isThere(ctx: GatewayDeps['database'], key: string, file: SignedFile): Promise<boolean> {
  let isSent = false
  try {
    isSent = (await hasDocument(ctx, key)) || (await hasReport(ctx, key))
    return isSent
  } finally {
    if (!isSent) file.body.destroy()
  }
}
