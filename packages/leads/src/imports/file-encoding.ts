import { isAscii, isUtf8 } from 'node:buffer'
import { type AppError, invalidRequest } from '@intake/contracts/app-error'
import type { FileEncoding } from '@intake/contracts/imports'
import type { OpenFile } from './file-row.ts'

const newLine = 10
/** Bytes behind one that say whether it is a letter. */
const lookAhead = 3

/** The encoding that a byte order mark names. */
function markedEncoding(beginning: Buffer): FileEncoding | null {
  if (beginning.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf]))) return 'utf-8'
  if (beginning.length < 2) return null
  const mark = beginning.readUInt16BE(0)
  return mark === 0xfffe ? 'utf-16le' : mark === 0xfeff ? 'utf-16be' : null
}

/** UTF-16 without a mark: nearly every other byte of a header is zero. */
function unmarkedUtf16(beginning: Buffer): FileEncoding | null {
  const pairs = Math.min(beginning.length >> 1, 200)
  let first = 0
  let second = 0
  for (let pair = 0; pair < pairs; pair++) {
    if (beginning[pair * 2] === 0) first += 1
    if (beginning[pair * 2 + 1] === 0) second += 1
  }
  if (second > pairs * 0.8 && first === 0) return 'utf-16le'
  return first > pairs * 0.8 && second === 0 ? 'utf-16be' : null
}

/**
 * Finds the encoding of a file whose bytes are shown to it as they come. All rows have one encoding, or the file is refused: what a
 * UTF-8 reader can't read may be any encoding, and half a file in another one is worse than none.
 */
export class EncodingWatch {
  /** What the header is read as, before the rest has come. */
  readonly expected: FileEncoding
  readonly #isCertain: boolean
  readonly #isMarked: boolean
  #rest = Buffer.alloc(0)
  #before = 0
  #line = 1
  #badLine: number | null = null
  #hasUtf8 = false
  #isWestern = true

  /** `given` is what the sender says; a byte order mark knows better. */
  constructor(beginning: Buffer, given?: FileEncoding) {
    const marked = markedEncoding(beginning)
    const found = marked ?? given ?? unmarkedUtf16(beginning)
    this.#isMarked = marked !== null
    this.#isCertain = found !== null && (found !== 'utf-8' || given === 'utf-8')
    this.expected = found ?? (isUtf8(withoutCutOff(beginning)) ? 'utf-8' : 'windows-1252')
  }

  show(chunk: Uint8Array): void {
    if (this.#isCertain || this.#isMixed) return
    this.#look(Buffer.concat([this.#rest, chunk]), false)
  }

  /** The encoding of the whole file. Throws `invalid_request` where it has none that is sure. */
  end(): FileEncoding {
    if (this.#isCertain) return this.expected
    this.#look(this.#rest, true)
    if (this.#badLine === null) return 'utf-8'
    if (this.#isMarked || this.#isMixed)
      throw unsure(
        `line ${this.#badLine} is not UTF-8 and others are: mend it, or send the file with encoding=utf-8 to have such rows refused alone`,
      )
    if (!this.#isWestern)
      throw unsure(
        'the file is neither UTF-8 nor surely windows-1252: save it as “CSV UTF-8”, or name its encoding',
      )
    return 'windows-1252'
  }

  get #isMixed(): boolean {
    return this.#hasUtf8 && this.#badLine !== null
  }

  /** What may be the beginning of something waits for the next piece. */
  #look(bytes: Buffer, isLast: boolean): void {
    const whole = isLast ? bytes : withoutCutOff(bytes)
    const isFine = isAscii(whole) || (this.#badLine === null && isUtf8(whole))
    const looked = isFine ? whole.length : this.#scan(bytes, isLast ? bytes.length : bytes.length - lookAhead)
    if (isFine) {
      this.#hasUtf8 ||= !isAscii(whole)
      this.#line += countLines(whole)
    }
    this.#before = bytes[looked - 1] ?? this.#before
    this.#rest = Buffer.from(bytes.subarray(looked))
  }

  /** Byte by byte, for what isn't UTF-8 as a whole. Answers how many bytes it has seen: `until`, or the rest of a character more. */
  #scan(bytes: Buffer, until: number): number {
    let at = 0
    while (at < until) {
      const byte = bytes[at] as number
      if (byte === newLine) this.#line += 1
      const length = byte < 0x80 ? 1 : lengthOfCharacter(bytes, at)
      if (length > 1) this.#hasUtf8 = true
      if (length === 0) {
        this.#badLine ??= this.#line
        this.#isWestern &&= isWestern(bytes, at, this.#before)
      }
      at += length || 1
      this.#before = bytes[at - 1] as number
    }
    return at
  }
}

/** Whether a byte of 0x80 and above, where it stands, looks like windows-1252. */
function isWestern(bytes: Buffer, at: number, before: number): boolean {
  const byte = bytes[at] as number
  const after = bytes[at + 1] ?? 0
  // Not in windows-1252.
  if ([0x81, 0x8d, 0x8f, 0x90, 0x9d].includes(byte)) return false
  // Words of no ASCII letter at all are Cyrillic, Greek or Asian.
  if ([1, 2, 3].every((next) => (bytes[at + next] ?? 0) >= 0x80)) return false
  // Capitals within a word: a Mac’s é, ü, ä, å.
  const isWithin = isSmallLetter(before) || (isSmallLetter(before | 0x20) && isSmallLetter(after))
  if (isWithin && [0x83, 0x8a, 0x8c, 0x8e, 0x9f].includes(byte)) return false
  // Signs within a word: Polish letters.
  return !([0xa3, 0xa5, 0xb3, 0xb9, 0xbf].includes(byte) && isSmallLetter(before) && isSmallLetter(after))
}

function isSmallLetter(byte: number): boolean {
  return byte >= 0x61 && byte <= 0x7a
}

/** Bytes of the UTF-8 character of more than one byte that begins here, or 0. */
function lengthOfCharacter(bytes: Buffer, at: number): number {
  const length = expectedLength(bytes[at] as number)
  return length > 1 && at + length <= bytes.length && isUtf8(bytes.subarray(at, at + length)) ? length : 0
}

function expectedLength(byte: number): number {
  if (byte >= 0xf0) return 4
  if (byte >= 0xe0) return 3
  return byte >= 0xc0 ? 2 : 1
}

/** Less the beginning of a UTF-8 character that ends behind it. */
function withoutCutOff(bytes: Buffer): Buffer {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back] as number
    if (byte < 0x80) break
    if (byte >= 0xc0) return expectedLength(byte) > back ? bytes.subarray(0, -back) : bytes
  }
  return bytes
}

/** How many lines end in these bytes, by their LFs. */
export function countLines(bytes: Buffer): number {
  let count = 0
  for (let at = bytes.indexOf(newLine); at !== -1; at = bytes.indexOf(newLine, at + 1)) count += 1
  return count
}

function unsure(message: string): AppError {
  return invalidRequest([{ pointer: '', code: 'invalid_encoding', message }])
}

/** Bytes of a file as UTF-8. */
export function toUtf8(bytes: Buffer, encoding: FileEncoding): Buffer {
  if (encoding === 'utf-8') return bytes
  const decoder = decoderOf(encoding)
  return Buffer.from(decodeOn(decoder, bytes) + decoder.decode())
}

/** The file as UTF-8 from one of its bytes on. */
export function openAsUtf8(open: OpenFile, encoding: FileEncoding): OpenFile {
  if (encoding === 'utf-8') return open
  return async (start) => decoded(await open(start), encoding)
}

async function* decoded(file: AsyncIterable<Buffer>, encoding: FileEncoding): AsyncGenerator<Buffer> {
  const decoder = decoderOf(encoding)
  for await (const chunk of file) yield Buffer.from(decodeOn(decoder, chunk))
  yield Buffer.from(decoder.decode())
}

/** How many bytes of the file became these of its UTF-8. Each of its characters stays one, also where it can't be read. */
export function lengthInFile(utf8: Buffer, encoding: FileEncoding): number {
  if (encoding === 'utf-8') return utf8.length
  const { length } = utf8.toString('utf8')
  return encoding === 'windows-1252' ? length : length * 2
}

type Decoder = InstanceType<typeof TextDecoder>

/** A byte order mark is a character like any other: positions count it. */
function decoderOf(encoding: FileEncoding): Decoder {
  return new TextDecoder(encoding, { ignoreBOM: true })
}

// Without `stream` Node 20 takes windows-1252 for Latin-1, which has no “, ” and €.
function decodeOn(decoder: Decoder, bytes: Uint8Array): string {
  return decoder.decode(bytes, { stream: true })
}
