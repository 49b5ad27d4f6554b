import type { FileRow } from './file-row.ts'

const maxRows = 500
const maxBytes = 2_000_000

/** Rows of one checkpoint: a few hundred, and no more than a few megabytes of them. */
export async function* chunksOf<Content>(
  rows: AsyncIterable<FileRow<Content>>,
  start: number,
): AsyncGenerator<FileRow<Content>[]> {
  let chunk: FileRow<Content>[] = []
  let begin = start
  for await (const row of rows) {
    chunk.push(row)
    if (chunk.length < maxRows && row.end - begin < maxBytes) continue
    yield chunk
    chunk = []
    begin = row.end
  }
  if (chunk.length > 0) yield chunk
}
