import { isUtf8 } from 'node:buffer'
import type { FileEncoding } from '@intake/contracts/imports'
import type { CsvError } from 'csv-parse'
import { type CsvFeed, type CsvRecord, createCsvFeed } from './csv-parser.ts'
import { lengthInFile, openAsUtf8 } from './file-encoding.ts'
import { type FileRow, notUtf8, type OpenFile, type RowFault, tooLong } from './file-row.ts'

export interface CsvRowsOptions {
  /** A byte that begins a row; the header is the caller's. */
  start: number
  /** The line that `start` is on. */
  line?: number
  delimiter: string
  encoding?: FileEncoding
  maxRowBytes: number
}

const carriageReturn = 13
const lineEnd = 2
/** As far as the parser looks beyond the end of a row, and more. */
const lookAhead = 16

/**
 * The rows of a CSV file from the byte `start` on. A row that can't be read (a stray quote, one that never ends, too many bytes) is
 * its line, and reading goes on with the next line: so that one such row spoils no other. Kept is what came since a row began: no more
 * than `maxRowBytes` of UTF-8 and a piece of the file.
 */
export async function* readCsvRows(
  open: OpenFile,
  { start, line = 1, delimiter, encoding = 'utf-8', maxRowBytes }: CsvRowsOptions,
): AsyncGenerator<FileRow<string[]>> {
  const feedFrom = (isFirst: boolean) => createCsvFeed({ delimiter, maxRowBytes, isFirst })
  let feed = feedFrom(start === 0)
  /** Where the row begins that is read now: in the file, and in the UTF-8 of it that the parser was fed. */
  let at = start
  let fed = 0
  const lines = new LineCounter(line)
  /** What is kept of it and behind it, as UTF-8. */
  let kept = Buffer.alloc(0)
  let fault: RowFault | null = null
  let faultLine: number | null = null
  const drop = (length: number) => {
    const dropped = kept.subarray(0, length)
    at += lengthInFile(dropped, encoding)
    fed += length
    lines.pass(dropped)
    kept = kept.subarray(length)
  }
  /** Where a row that was dropped is, which began on a line. */
  const placeOf = (line: number) => ({ line, end: at, nextLine: lines.line })
  for await (const piece of withEnd(await openAsUtf8(open, encoding)(start))) {
    const isLast = piece === null
    let unparsed = piece ?? Buffer.alloc(0)
    kept = Buffer.concat([kept, unparsed])
    for (;;) {
      if (fault) {
        const length = lengthOfLine(kept)
        faultLine ??= lines.line
        // A LF may follow.
        if (!isLast && length === kept.length && kept.at(-1) === carriageReturn) break
        drop(length ?? kept.length)
        if (length === null && !isLast) break
        yield { ...placeOf(faultLine), fault }
        faultLine = null
        fault = null
        fed = 0
        feed = feedFrom(at === 0)
        unparsed = kept
      }
      const parsed = await parse(feed, unparsed, isLast)
      for (const { values, end } of parsed.records) {
        const length = end - fed
        if (length > maxRowBytes + lineEnd) {
          fault = tooLong(maxRowBytes)
          break
        }
        const isWhole = isUtf8(kept.subarray(0, length))
        const { line } = lines
        drop(length)
        if (isBlank(values)) continue
        yield isWhole ? { ...placeOf(line), content: values } : { ...placeOf(line), fault: notUtf8 }
      }
      if (parsed.fault) fault ??= describe(parsed.fault, maxRowBytes)
      else if (kept.length > maxRowBytes + lineEnd + lookAhead) fault ??= tooLong(maxRowBytes)
      if (!fault) break
    }
  }
}

/** Counts lines however they end: LF, CRLF or CR. */
class LineCounter {
  line: number
  #endedByCr = false

  constructor(line: number) {
    this.line = line
  }

  pass(bytes: Buffer): void {
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at]
      if (byte === carriageReturn || (byte === 10 && !this.#endedByCr)) this.line += 1
      this.#endedByCr = byte === carriageReturn
    }
  }
}

/** The pieces of a file, and null behind the last. */
async function* withEnd(file: AsyncIterable<Buffer>): AsyncGenerator<Buffer | null> {
  yield* file
  yield null
}

async function parse(
  feed: CsvFeed,
  bytes: Buffer,
  isLast: boolean,
): Promise<{ records: CsvRecord[]; fault: CsvError | null }> {
  const written = bytes.length > 0 ? await feed.write(bytes) : { records: [], fault: null }
  if (!isLast || written.fault) return written
  const { records, fault } = await feed.end()
  return { records: [...written.records, ...records], fault }
}

/** Up to and with what ends the line. */
function lengthOfLine(bytes: Buffer): number | null {
  const index = bytes.findIndex((byte) => byte === 10 || byte === carriageReturn)
  if (index === -1) return null
  return bytes[index] === carriageReturn && bytes[index + 1] === 10 ? index + 2 : index + 1
}

/** Empty lines, and rows of nothing but delimiters. */
function isBlank(values: readonly string[]): boolean {
  return values.every((value) => value.trim() === '')
}

function describe(error: CsvError, maxRowBytes: number): RowFault {
  if (error.code === 'CSV_MAX_RECORD_SIZE') return tooLong(maxRowBytes)
  // The parser's message quotes the row, which holds personal data.
  const message =
    error.code === 'CSV_QUOTE_NOT_CLOSED'
      ? 'a quote is opened and never closed'
      : 'a quote stands within a value: quote the value, and double each quote in it'
  return { refusal: 'invalid_request', code: 'invalid_csv', message }
}
