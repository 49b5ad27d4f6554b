import type { CsvError } from 'csv-parse'
import { type CsvRecord, createCsvFeed } from './csv-parser.ts'
import { type FileRow, notUtf8, type OpenFile, type RowFault, tooLong } from './file-row.ts'

export interface CsvRowsOptions {
  /** A byte that begins a row; the header is the caller's. */
  start: number
  delimiter: string
  maxRowBytes: number
}

/**
 * The rows of a CSV file from the byte `start` on. A row that can't be read (a stray quote, one that never ends, too many bytes) is
 * its line, and reading goes on with the next line: so that one such row spoils no other.
 */
export async function* readCsvRows(
  open: OpenFile,
  options: CsvRowsOptions,
): AsyncGenerator<FileRow<string[]>> {
  let at: number | null = options.start
  while (at !== null) at = yield* readUntilFault(open, { ...options, start: at })
}

/** Answers where to go on after a row that can't be read, or null at the end of the file. */
async function* readUntilFault(
  open: OpenFile,
  { start, delimiter, maxRowBytes }: CsvRowsOptions,
): AsyncGenerator<FileRow<string[]>, number | null> {
  const feed = createCsvFeed({ delimiter, maxRowBytes, isFirst: start === 0 })
  const source = await open(start)
  let end = start
  const toRows = (records: CsvRecord[]) =>
    records.map((record): FileRow<string[]> => {
      end = start + record.end
      const isWhole = record.values.every((value) => !value.includes('\u{fffd}'))
      return isWhole ? { end, content: record.values } : { end, fault: notUtf8 }
    })
  try {
    for await (const chunk of source as AsyncIterable<Buffer>) {
      const { records, fault } = await feed.write(chunk)
      yield* toRows(records)
      if (fault) return yield* pastLine(open, end, delimiter, describe(fault, maxRowBytes))
    }
    const { records, fault } = await feed.end()
    yield* toRows(records)
    return fault ? yield* pastLine(open, end, delimiter, describe(fault, maxRowBytes)) : null
  } finally {
    source.destroy()
  }
}

/** The line that begins at `from`, lines of nothing before it left out, as a row with a fault. */
async function* pastLine(
  open: OpenFile,
  from: number,
  delimiter: string,
  fault: RowFault,
): AsyncGenerator<FileRow<string[]>, number> {
  const source = await open(from)
  let end = from
  let isBlank = true
  const nothing = new Set(Buffer.from(`\r\n \t${delimiter}`))
  try {
    for await (const chunk of source as AsyncIterable<Buffer>)
      for (const byte of chunk) {
        end += 1
        if (!nothing.has(byte)) isBlank = false
        else if (byte === 10 && !isBlank) {
          yield { end, fault }
          return end
        }
      }
  } finally {
    source.destroy()
  }
  yield { end, fault }
  return end
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
