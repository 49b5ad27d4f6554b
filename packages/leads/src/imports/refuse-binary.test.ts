import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { toUtf8 } from './file-encoding.ts'
import { refuseBinary, refuseNuls } from './refuse-binary.ts'

const zip = (name: string) => Buffer.from(`PK\x03\x04\x14\0\x06\0\x08\0${name}`, 'latin1')

test.each<[string, Buffer, string]>([
  ['an .xlsx', zip('[Content_Types].xml'), 'Excel workbook: save it as “CSV UTF-8”'],
  ['an .xlsx of another program', zip('xl/workbook.xml'), 'Excel workbook'],
  ['an .ods', zip('mimetypeapplication/vnd.oasis.opendocument.spreadsheet'), 'OpenDocument'],
  ['a .zip', zip('leads.csv'), 'ZIP archive: unpack it'],
  ['an .xls', Buffer.from('d0cf11e0a1b11ae10000', 'hex'), 'Excel workbook of the old'],
  ['an .xls that is a web page', Buffer.from('\n<html><table><tr><td>First Name'), 'web page'],
  ['an .xls that is XML', Buffer.from('\u{feff}<?xml version="1.0"?>'), 'XML'],
  ['a .pdf', Buffer.from('%PDF-1.7\n'), 'PDF'],
  ['a .csv.gz', gzipSync('First Name\nAda\n'), 'gzip'],
  ['a .7z', Buffer.from('377abcaf271c0004', 'hex'), 'archive'],
  ['a JSON array', Buffer.from('[\n  {"firstName": "Ada"}\n]'), 'NDJSON'],
])('%s is refused with what to do', (_what, file, message) => {
  expect(() => refuseBinary(file)).toThrow(message)
})

test.each([
  'PK,First Name\n',
  'BMI,Name\n',
  '"[Lead] Name"\n',
  '[x],Name',
  '{"firstName":"<html>"}\n',
  '<Name>\n',
  '',
])('a text that begins with %j is one', (text) => {
  for (const encoding of ['utf8', 'utf16le'] as const) refuseBinary(Buffer.from(text, encoding))
})

test('what is no text in its encoding is refused, a stray NUL is not', () => {
  const utf16 = Buffer.from('Prénom;Nom\n', 'utf16le')
  expect(() => refuseNuls(toUtf8(utf16, 'utf-8'))).toThrow('name its encoding')
  refuseNuls(toUtf8(utf16, 'utf-16le'))
  refuseNuls(Buffer.from(`First Name,Notes\n${'Ada,x\n'.repeat(50)}Bob,\0\n`))
})
