import { AppError } from '@intake/contracts/app-error'
import { type Storage, StoredObjectTooLarge } from '@intake/storage/storage'

/** The store is at fault, not the file; what it has of the file isn't known. */
export class StoreFailed extends AppError {
  constructor(cause: unknown) {
    super('unavailable', 'Files can’t be stored right now; try again shortly.', { retryAfter: 5, cause })
  }
}

/** Stores a body whole or not at all. Throws what the body throws, `payload_too_large` with `tooLarge` as its text, or {@link StoreFailed}. */
export async function putFile(
  storage: Pick<Storage, 'put'>,
  key: string,
  body: AsyncIterable<Uint8Array>,
  { tooLarge, ...options }: { contentType: string; maxBytes: number; tooLarge: string },
): Promise<{ size: number }> {
  const source = new FailureOf(body)
  try {
    return await storage.put(key, source, options)
  } catch (error) {
    if (error instanceof StoredObjectTooLarge) throw new AppError('payload_too_large', tooLarge)
    throw source.failure ?? new StoreFailed(error)
  }
}

/** Tells a body that failed from a store that did. */
class FailureOf implements AsyncIterable<Uint8Array> {
  failure: unknown
  readonly #body: AsyncIterable<Uint8Array>

  constructor(body: AsyncIterable<Uint8Array>) {
    this.#body = body
  }

  async *[Symbol.asyncIterator]() {
    try {
      yield* this.#body
    } catch (error) {
      this.failure = error
      throw error
    }
  }
}
