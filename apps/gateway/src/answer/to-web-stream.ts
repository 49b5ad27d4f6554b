import type { Readable } from 'node:stream'

/**
 * A stream of Node's as the body of an answer. Its end and the reader's are one: whichever goes, the other is closed. Node 20's own
 * `Readable.toWeb` throws outside of any handler when a reader goes while data comes, which would end the process.
 */
export function toWebStream(source: Readable): ReadableStream<Uint8Array> {
  const chunks: AsyncIterator<Uint8Array> = source[Symbol.asyncIterator]()
  return new ReadableStream(
    {
      async pull(controller) {
        const next = await chunks.next()
        if (next.done) controller.close()
        else controller.enqueue(next.value)
      },
      cancel() {
        source.destroy()
      },
    },
    { highWaterMark: 0 },
  )
}
