import { CsvError, type Options, type Parser, parse } from 'csv-parse'

export interface CsvRecord {
  values: string[]
  /** The byte, counted from where the parser began, at which the next record begins. */
  end: number
}

export interface CsvFeed {
  /** Parses on. Answers the records that have ended, blank ones too; one that can't be read comes last, as its fault, and then nothing more is parsed. */
  write(bytes: Buffer): Promise<{ records: CsvRecord[]; fault: CsvError | null }>
  /** The same for the end of the file. */
  end(): Promise<{ records: CsvRecord[]; fault: CsvError | null }>
}

export interface CsvFeedOptions {
  delimiter: string
  maxRowBytes: number
  /** Whether it begins where the file does, which may have a byte order mark. */
  isFirst: boolean
  /** Stops after so many records. */
  to?: number
}

/** As RFC 4180 has it, whatever ends a line; rows without any value are left out, and columns may be missing or too many. */
export function csvOptions({ delimiter, maxRowBytes, isFirst, to }: CsvFeedOptions): Options {
  return {
    delimiter,
    bom: isFirst,
    max_record_size: maxRowBytes,
    // Discovery would go by the first line alone, and differently after a checkpoint.
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_empty_values: true,
    ...(to === undefined ? {} : { to }),
  }
}

/**
 * csv-parse, fed by hand: its own stream drops records that it has parsed and nobody has read yet when a later one is faulty, and then
 * nobody knows which one that was.
 */
export function createCsvFeed(options: CsvFeedOptions): CsvFeed {
  let records: CsvRecord[] = []
  const parser: Parser = parse({
    ...csvOptions(options),
    // Whoever reads a row has to know where it began, behind those that are no rows.
    skip_empty_lines: false,
    skip_records_with_empty_values: false,
    on_record: (values: string[], { bytes }) => {
      records.push({ values, end: bytes })
      return null
    },
  })
  // Told by the callbacks.
  parser.on('error', () => undefined)
  const settle = (step: (done: (error?: Error | null) => void) => void) =>
    new Promise<{ records: CsvRecord[]; fault: CsvError | null }>((resolve, reject) => {
      step((error) => {
        const done = records
        records = []
        if (error && !(error instanceof CsvError)) reject(error)
        else resolve({ records: done, fault: error ?? null })
      })
    })
  return {
    write: (bytes) => settle((done) => parser.write(bytes, done)),
    end: () => settle((done) => parser.end(done)),
  }
}
