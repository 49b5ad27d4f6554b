import { StoredObjectTooLarge } from './storage.ts'

/** A body on its way into the store: counted, and ended with an error beyond `maxBytes`. */
export class CountedBody implements AsyncIterable<Uint8Array> {
  size = 0
  /** What the body failed with. */
  failure: unknown
  readonly #body: AsyncIterable<Uint8Array>
  readonly #maxBytes: number

  constructor(body: AsyncIterable<Uint8Array>, maxBytes: number) {
    this.#body = body
    this.#maxBytes = maxBytes
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of this.#body) {
        this.size += chunk.byteLength
        if (this.size > this.#maxBytes) throw new StoredObjectTooLarge(`more than ${this.#maxBytes} bytes`)
        yield chunk
      }
    } catch (error) {
      this.failure = error
      throw error
    }
  }
}
