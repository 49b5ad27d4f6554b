import { createHash } from 'node:crypto'
import { AppError } from '@intake/contracts/app-error'
import { type Storage, StoredObjectTooLarge } from '@intake/storage/storage'

/** The store is at fault, not the file; what it has of the file isn't known. */
export class StoreFailed extends AppError {
  constructor(cause: unknown) {
    super('unavailable', 'Files can’t be stored right now; try again shortly.', { retryAfter: 5, cause })
  }
}

/** Stores a body whole or not at all; answers its bytes and their SHA-256. Throws what the body throws, `payload_too_large` with `tooLarge` as its text, or {@link StoreFailed}. */
export async function putFile(
  storage: Pick<Storage, 'put'>,
  key: string,
  body: AsyncIterable<Uint8Array>,
  { tooLarge, ...options }: { contentType: string; maxBytes: number; tooLarge: string },
): Promise<{ size: number; sha256: Buffer }> {
  const source = new WatchedBody(body)
  try {
    const { size } = await storage.put(key, source, options)
    return { size, sha256: source.hash.digest() }
  } catch (error) {
    if (error instanceof StoredObjectTooLarge) throw new AppError('payload_too_large', tooLarge)
    throw source.failure ?? new StoreFailed(error)
  }
}

/** A body on its way into the store: hashed, and one that failed told from a store that did. */
class WatchedBody implements AsyncIterable<Uint8Array> {
  failure: unknown
  readonly hash = createHash('sha256')
  readonly #body: AsyncIterable<Uint8Array>

  constructor(body: AsyncIterable<Uint8Array>) {
    this.#body = body
  }

  async *[Symbol.asyncIterator]() {
    try {
      for await (const chunk of this.#body) {
        this.hash.update(chunk)
        yield chunk
      }
    } catch (error) {
      this.failure = error
      throw error
    }
  }
}
