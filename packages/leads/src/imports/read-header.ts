import { isUtf8 } from 'node:buffer'
import { invalidRequest } from '@intake/contracts/app-error'
import type { FileEncoding } from '@intake/contracts/imports'
import { CsvError } from 'csv-parse'
import { parse } from 'csv-parse/sync'
import { csvOptions } from './csv-parser.ts'
import { lengthInFile, toUtf8 } from './file-encoding.ts'

export interface CsvHeader {
  names: string[]
  delimiter: string
  /** The byte at which the first row begins. */
  end: number
  /** The line on which it does. */
  line: number
}

export interface ReadHeaderOptions {
  encoding: FileEncoding
  /** What parts the columns; found out without it. */
  delimiter?: string | undefined
  /** How many of these names are known. */
  countKnown?(names: readonly string[]): number
}

/** As much of a file as a header may take, bytes. */
export const maxHeaderBytes = 65_536

/** Rows that are looked at for a header under titles. */
const maxTitles = 10

const likely = [',', ';', '\t', '|']
/** Excel's hint of the delimiter, in front of the header. */
const hint = /^\u{feff}?"?sep=([^"\r\n])"?(?:\r\n|\n|\r)/iu

/**
 * The header of a CSV whose first {@link maxHeaderBytes} bytes are given. Its delimiter is the given one, else that of a line `sep=;`
 * in front of it, else the one that makes the most known columns, and the most columns among these. Throws `invalid_request`, for titles above the header too.
 */
export function readHeader(
  beginning: Buffer,
  { encoding, delimiter, countKnown = () => 0 }: ReadHeaderOptions,
): CsvHeader {
  const text = toUtf8(beginning, encoding)
  const [hintLine = '', hinted] = hint.exec(text.toString('utf8', 0, 20)) ?? []
  const skipped = Buffer.byteLength(hintLine)
  const given = delimiter ?? hinted
  const readings = (given === undefined ? likely : [given]).flatMap(
    (one) => parseHeader(text.subarray(skipped), one) ?? [],
  )
  const [first] = readings
  const isCutOff = first && skipped + first.end === text.length && beginning.length >= maxHeaderBytes
  if (!first || isCutOff) throw refuse('invalid_header', 'the file has no header that can be read as CSV')
  const worth = new Map(readings.map((one) => [one, countKnown(one.names) * 10_000 + one.names.length]))
  const header = readings.reduce((best, one) => ((worth.get(one) ?? 0) > (worth.get(best) ?? 0) ? one : best))
  if (countKnown(header.names) === 0) refuseTitles(text.subarray(skipped), readings, countKnown)
  const whole = text.subarray(0, skipped + header.end)
  if (!isUtf8(whole)) throw refuse('invalid_encoding', 'the header is not valid UTF-8')
  return { ...header, end: lengthInFile(whole, encoding), line: 1 + linesIn(whole.toString('utf8')) }
}

/** Throws `invalid_request` where titles stand above the header: a row below the first has several known names. */
function refuseTitles(
  text: Buffer,
  readings: readonly Pick<CsvHeader, 'delimiter'>[],
  countKnown: (names: readonly string[]) => number,
): void {
  for (const { delimiter } of readings) {
    const below = firstRecords(text, delimiter).findIndex((names) => countKnown(names) > 1)
    if (below > 0)
      throw refuse(
        'header_below',
        `row ${below + 1} of the file looks like its header: delete the ${below === 1 ? 'one' : below} above it`,
      )
  }
}

function firstRecords(text: Buffer, delimiter: string): string[][] {
  try {
    return parse(
      text,
      csvOptions({ delimiter, maxRowBytes: maxHeaderBytes, isFirst: true, to: maxTitles }),
    ) as string[][]
  } catch (error) {
    if (error instanceof CsvError) return []
    throw error
  }
}

function linesIn(text: string): number {
  return text.match(/\r\n|\n|\r/g)?.length ?? 0
}

function parseHeader(beginning: Buffer, delimiter: string): Omit<CsvHeader, 'line'> | null {
  try {
    const options = csvOptions({ delimiter, maxRowBytes: maxHeaderBytes, isFirst: true, to: 1 })
    const [first] = parse(beginning, { ...options, info: true }) as unknown as {
      record: string[]
      info: { bytes: number }
    }[]
    return first ? { names: first.record.map((name) => name.trim()), delimiter, end: first.info.bytes } : null
  } catch (error) {
    if (error instanceof CsvError) return null
    throw error
  }
}

function refuse(code: string, message: string) {
  return invalidRequest([{ pointer: '', code, message }])
}
