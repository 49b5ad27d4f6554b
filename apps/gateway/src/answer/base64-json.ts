import { Transform, type TransformCallback } from 'node:stream'

/** Bytes in base64 within a JSON document, which is never whole in memory. */
export class Base64Json extends Transform {
  #rest = Buffer.alloc(0)
  readonly #opening: Buffer
  readonly #ending: string

  /** The document is `opening`, the bytes, `ending`. */
  constructor(opening: string, ending: string) {
    super()
    this.#opening = Buffer.from(opening)
    this.#ending = ending
    this.push(this.#opening)
  }

  /** Bytes of the document for so many of content. */
  lengthFor(size: number): number {
    return this.#opening.length + Math.ceil(size / 3) * 4 + this.#ending.length
  }

  /** Three bytes make four letters: what is left over of a chunk waits for the next. */
  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    const bytes = Buffer.concat([this.#rest, chunk])
    const whole = bytes.length - (bytes.length % 3)
    this.#rest = bytes.subarray(whole)
    done(null, Buffer.from(bytes.toString('base64', 0, whole), 'latin1'))
  }

  override _flush(done: TransformCallback): void {
    done(null, Buffer.from(this.#rest.toString('base64') + this.#ending, 'latin1'))
  }
}
