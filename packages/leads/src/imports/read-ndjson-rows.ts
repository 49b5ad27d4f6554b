import { isUtf8 } from 'node:buffer'
import { parseJson } from '@intake/contracts/parse-json'
import { type FileRow, notUtf8, type OpenFile, type RowPlace, tooLong } from './file-row.ts'

const newLine = 10
const byteOrderMark = '\u{feff}'

/**
 * The rows of an NDJSON file from the byte `start` on, which begins a row: parsed JSON, or why it can't be had. Blank lines are no
 * rows. No more than a row of `maxRowBytes` is kept, however long a line is.
 */
export async function* readNdjsonRows(
  open: OpenFile,
  { start, line = 1, maxRowBytes }: { start: number; line?: number; maxRowBytes: number },
): AsyncGenerator<FileRow<unknown>> {
  let parts: Buffer[] = []
  let kept = 0
  let at = start
  let onLine = line
  const settle = (): FileRow<unknown> | null => {
    const place = { line: onLine, end: at, nextLine: onLine + 1 }
    const row = toRow(Buffer.concat(parts), kept, place, { isFirst: at - kept <= 1, maxRowBytes })
    onLine += 1
    parts = []
    kept = 0
    return row
  }
  const keep = (part: Buffer) => {
    // Of a row that is too long no more is needed than its length.
    if (kept <= maxRowBytes) parts.push(part)
    else parts = []
    kept += part.length
    at += part.length
  }
  for await (const chunk of await open(start)) {
    let from = 0
    for (let next = chunk.indexOf(newLine); next !== -1; next = chunk.indexOf(newLine, from)) {
      keep(chunk.subarray(from, next))
      from = next + 1
      at += 1
      const row = settle()
      if (row) yield row
    }
    keep(chunk.subarray(from))
  }
  const row = settle()
  if (row) yield row
}

function toRow(
  bytes: Buffer,
  length: number,
  place: RowPlace,
  { isFirst, maxRowBytes }: { isFirst: boolean; maxRowBytes: number },
): FileRow<unknown> | null {
  if (length > maxRowBytes) return { ...place, fault: tooLong(maxRowBytes) }
  if (!isUtf8(bytes)) return { ...place, fault: notUtf8 }
  const decoded = bytes.toString('utf8')
  const text = (isFirst && decoded.startsWith(byteOrderMark) ? decoded.slice(1) : decoded).trim()
  if (text === '') return null
  try {
    return { ...place, content: parseJson(Buffer.from(text)) }
  } catch {
    // The parser's message quotes the row, which holds personal data.
    return {
      ...place,
      fault: { refusal: 'invalid_json', code: 'invalid_json', message: 'the row is not valid JSON' },
    }
  }
}
