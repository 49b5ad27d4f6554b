/** The beginning of a body, `bytes` or a chunk more where it is that long, and a body that still has it. */
export async function peek(
  body: AsyncIterable<Uint8Array>,
  bytes: number,
): Promise<{ beginning: Buffer; body: AsyncIterable<Uint8Array> }> {
  const chunks = body[Symbol.asyncIterator]()
  const seen: Uint8Array[] = []
  for (let size = 0; size < bytes; ) {
    const next = await chunks.next()
    if (next.done) break
    seen.push(next.value)
    size += next.value.byteLength
  }
  async function* whole() {
    yield* seen
    yield* { [Symbol.asyncIterator]: () => chunks }
  }
  return { beginning: Buffer.concat(seen), body: whole() }
}
