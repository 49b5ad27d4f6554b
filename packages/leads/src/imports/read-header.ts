import { isUtf8 } from 'node:buffer'
import { invalidRequest } from '@intake/contracts/app-error'
import { CsvError } from 'csv-parse'
import { parse } from 'csv-parse/sync'
import { csvOptions } from './csv-parser.ts'

export interface CsvHeader {
  names: string[]
  delimiter: string
  /** The byte at which the first row begins. */
  end: number
}

/** As much of a file as a header may take, bytes. */
export const maxHeaderBytes = 65_536

const likely = [',', ';', '\t', '|']

/**
 * The header of a CSV whose first {@link maxHeaderBytes} bytes are given; without a delimiter, the one that parts it into the most
 * columns. Throws `invalid_request`.
 */
export function readHeader(beginning: Buffer, delimiter: string | undefined): CsvHeader {
  if (isUtf16(beginning))
    throw refuse('invalid_encoding', 'the file is UTF-16: save it as “CSV UTF-8” and send it again')
  const readings = (delimiter === undefined ? likely : [delimiter]).flatMap(
    (one) => parseHeader(beginning, one) ?? [],
  )
  const [first] = readings
  const isCutOff = first?.end === beginning.length && beginning.length >= maxHeaderBytes
  if (!first || isCutOff) throw refuse('invalid_header', 'the file has no header that can be read as CSV')
  const header = readings.reduce((best, one) => (one.names.length > best.names.length ? one : best), first)
  if (!isUtf8(beginning.subarray(0, header.end)))
    throw refuse('invalid_encoding', 'the file is not UTF-8: save it as “CSV UTF-8” and send it again')
  return header
}

function parseHeader(beginning: Buffer, delimiter: string): CsvHeader | null {
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

function isUtf16(bytes: Buffer): boolean {
  return bytes.length >= 2 && [0xfeff, 0xfffe].includes(bytes.readUInt16BE(0))
}

function refuse(code: string, message: string) {
  return invalidRequest([{ pointer: '', code, message }])
}
