import { invalidRequest } from '@intake/contracts/app-error'

const save = 'save it as “CSV UTF-8” and send that'
const unpack = 'unpack it and send the CSV in it'

interface Kind {
  /** Any of these begins the file, as Latin-1. */
  begins: readonly (string | RegExp)[]
  /** And any of these stands near. */
  holds?: readonly string[]
  what: string
  advice: string
}

const zip = ['PK\x03\x04', 'PK\x05\x06', 'PK\x07\x08']

/** Files that people take for a CSV, and what to do with them. The first kind that fits counts. */
const kinds: readonly Kind[] = [
  { begins: zip, holds: ['[Content_Types].xml', 'xl/'], what: 'an Excel workbook', advice: save },
  { begins: zip, holds: ['opendocument.spreadsheet'], what: 'an OpenDocument spreadsheet', advice: save },
  { begins: zip, what: 'a ZIP archive', advice: unpack },
  {
    begins: ['\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'],
    what: 'an Excel workbook of the old or of an encrypted kind',
    advice: save,
  },
  { begins: ['%PDF-'], what: 'a PDF', advice: 'export the table as “CSV UTF-8” from where it was made' },
  { begins: ['\x1f\x8b'], what: 'packed with gzip', advice: unpack },
  {
    begins: [/^BZh\d/, '7z\xbc\xaf\x27\x1c', 'Rar!\x1a\x07', '\xfd7zXZ\0', '\x28\xb5\x2f\xfd'],
    what: 'a packed archive',
    advice: unpack,
  },
  {
    begins: [/^(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|head|meta|table|\?xml)\b/i],
    what: 'a web page or XML',
    advice: save,
  },
  {
    begins: [/^(?:\xef\xbb\xbf)?\s*\[\s*[{\]]/],
    what: 'one JSON array',
    advice: 'send NDJSON, one object a line',
  },
]
/** Bytes of a file's beginning that are looked at. */
export const bytesToTellBinary = 4096
/** Of a text in a known encoding, how many NULs there may be: a stray one is a matter of its row. */
const maxNulShare = 0.01

/** Throws `invalid_request` for a file that is no text, and says what to send in its place. `beginning` is as the file has it. */
export function refuseBinary(beginning: Buffer): void {
  const head = beginning.toString('latin1', 0, bytesToTellBinary)
  const kind = kinds.find(
    ({ begins, holds }) =>
      begins.some((one) => (typeof one === 'string' ? head.startsWith(one) : one.test(head))) &&
      (holds?.some((one) => head.includes(one)) ?? true),
  )
  if (kind) throw refuse(`the file is ${kind.what}: ${kind.advice}`)
}

/** The same for a text that was decoded. */
export function refuseNuls(text: Buffer): void {
  const head = text.subarray(0, bytesToTellBinary)
  const nuls = head.filter((byte) => byte === 0).length
  if (nuls > head.length * maxNulShare)
    throw refuse('the file is no text: save it as “CSV UTF-8”, or name its encoding')
}

function refuse(message: string) {
  return invalidRequest([{ pointer: '', code: 'not_text', message }])
}
