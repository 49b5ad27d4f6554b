import { isUtf8 } from 'node:buffer'
import { AppError, invalidRequest } from './app-error.ts'

/** A field's own JSON may be nested 32 deep; what stands around it, a batch's lead and its items, takes a few levels more. */
export const maxNesting = 40

/** A batch of 500 leads with some hundred members each has fewer. */
export const maxValues = 250_000

/**
 * JSON of bytes in UTF-8, with or without a byte order mark. A number that JavaScript's can't hold, beyond 2^53 or infinite, is
 * read as a text with its digits. Throws `invalid_json`, and `invalid_request` for what is nested deeper than {@link maxNesting} or
 * holds more than {@link maxValues} values.
 *
 * Both bounds are looked for in the bytes: 9 MB of brackets take the parser seconds of CPU, this scan some milliseconds.
 */
export function parseJson(bytes: Buffer): unknown {
  if (!isUtf8(bytes)) throw new AppError('invalid_json', 'The body is not valid UTF-8.')
  const json = hasMark(bytes) ? bytes.subarray(3) : bytes
  const lost = scan(json)
  try {
    return JSON.parse((lost.length > 0 ? quoted(json, lost) : json).toString('utf8'))
  } catch {
    // The parser's message quotes the body, which holds personal data.
    throw new AppError(
      'invalid_json',
      json.length === 0 ? 'The body is empty.' : 'The body is not valid JSON.',
    )
  }
}

function hasMark(bytes: Buffer): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
}

type Span = readonly [start: number, end: number]

const [quote, backslash, comma, point, plus, minus] = [0x22, 0x5c, 0x2c, 0x2e, 0x2b, 0x2d]
const [zero, nine, letterE] = [0x30, 0x39, 0x65]
const [openArray, closeArray, openObject, closeObject] = [0x5b, 0x5d, 0x7b, 0x7d]
/** 2^53 has 16 digits. */
const longNumber = 16

/**
 * Counts depth and values as the parser would, and answers where the numbers stand that it would change. Up to the first mistake in
 * the JSON both see the same, and there the parser stops: no text is deeper for it than it is here.
 */
function scan(bytes: Buffer): Span[] {
  const lost: Span[] = []
  let [depth, values, digits, isText] = [0, 1, 0, false]
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] as number
    if (isText) {
      if (byte === backslash) at++
      else if (byte === quote) isText = false
    } else if (byte >= zero && byte <= nine) {
      if (++digits === longNumber) at = look(bytes, at, lost) - 1
    } else {
      if (byte === quote) isText = true
      else if (byte === comma) values++
      else if (byte === openArray || byte === openObject) {
        values++
        if (++depth > maxNesting) throw refused('too_deep', `must not be nested deeper than ${maxNesting}`)
      } else if (byte === closeArray || byte === closeObject) depth--
      else if (digits > 0 && (byte | 0x20) === letterE) at = look(bytes, at, lost) - 1
      digits = 0
    }
  }
  if (values > maxValues) throw refused('too_many', `must not hold more than ${maxValues} values`)
  return lost
}

/** Notes the number around a place if it would be lost; answers where it ends. */
function look(bytes: Buffer, at: number, lost: Span[]): number {
  let [start, end] = [at, at]
  while (start > 0 && isOfNumber(bytes[start - 1])) start--
  while (isOfNumber(bytes[end])) end++
  // In front of a colon it is a mistake, and quoting it would make a name of it.
  if (isLost(bytes.toString('latin1', start, end)) && !/^\s*:/.test(bytes.toString('latin1', end, end + 100)))
    lost.push([start, end])
  return end
}

function isOfNumber(byte: number | undefined): boolean {
  if (byte === undefined) return false
  if (byte >= zero && byte <= nine) return true
  return byte === point || byte === plus || byte === minus || (byte | 0x20) === letterE
}

const number = /^-?(0|[1-9]\d*)(\.\d+)?(e[+-]?\d+)?$/i

function isLost(text: string): boolean {
  if (!number.test(text)) return false
  const read = Number(text)
  if (!Number.isFinite(read)) return true
  if (/e/i.test(text)) return read === 0 && /^[^e]*[1-9]/i.test(text)
  return Math.abs(read) > Number.MAX_SAFE_INTEGER
}

function quoted(bytes: Buffer, spans: readonly Span[]): Buffer {
  const parts: Uint8Array[] = []
  const mark = Buffer.from('"')
  let done = 0
  for (const [start, end] of spans) {
    parts.push(bytes.subarray(done, start), mark, bytes.subarray(start, end), mark)
    done = end
  }
  return Buffer.concat([...parts, bytes.subarray(done)])
}

function refused(code: string, message: string): AppError {
  return invalidRequest([{ pointer: '', code, message: `the body ${message}` }])
}
