import type { FileEncoding } from '@intake/contracts/imports'
import { expect, test } from 'vitest'
import { maxHeaderBytes, readHeader } from './read-header.ts'

const read = (text: string, delimiter?: string) =>
  readHeader(Buffer.from(text), { encoding: 'utf-8', delimiter })

test.each<[string, string, string, string[], string]>([
  ['commas', 'a,b\n', '1;2;3,4', ['a', 'b'], ','],
  ['semicolons', 'a;"b;c"\r\n', '1,2,3', ['a', 'b;c'], ';'],
  ['tabs', 'a\tb, c\td\n', '', ['a', 'b, c', 'd'], '\t'],
  ['bars', 'a|b', '', ['a', 'b'], '|'],
  ['one column', 'First Name\n', 'Ada', ['First Name'], ','],
  ['a byte order mark and blank lines before', '\u{feff}\n\n a , b\n', '1,2', ['a', 'b'], ','],
  ['a line break in a name', '"a\nb",c\n', '1', ['a\nb', 'c'], ','],
  ['a hint in front', 'sep=;\r\na,b;c\r\n', '1', ['a,b', 'c'], ';'],
  ['a hint of a tab, in quotes and behind a mark', '\u{feff}"SEP=\t"\na,b\tc\n', '1', ['a,b', 'c'], '\t'],
])('a header with %s', (_what, header, rest, names, delimiter) => {
  expect(read(header + rest)).toEqual({
    names,
    delimiter,
    end: Buffer.byteLength(header),
    line: 1 + header.split(/\r?\n/).length - 1,
  })
})

test('goes by the delimiter that is given', () => {
  expect(read('a;b;c,d\n', ',').names).toEqual(['a;b;c', 'd'])
})

test('the delimiter is the one that makes the most known columns', () => {
  const known = new Set(['First Name', 'Email'])
  const countKnown = (names: readonly string[]) => names.filter((name) => known.has(name)).length
  const bytes = Buffer.from('First Name;Email;Which ones (a, b, c, d)?\n')
  expect(readHeader(bytes, { encoding: 'utf-8', countKnown })).toMatchObject({ delimiter: ';' })
  expect(readHeader(bytes, { encoding: 'utf-8' })).toMatchObject({ delimiter: ',' })
})

test.each([
  [
    'Leads of November,,\nFirst Name,Last Name,Email\n',
    'row 2 of the file looks like its header: delete the one above it',
  ],
  [
    'Report\n\nAll leads;2026\nFirst Name;Email\nAda;x\n',
    'row 3 of the file looks like its header: delete the 2 above it',
  ],
])('titles above the header are told: %j', (text, message) => {
  const known = new Set(['First Name', 'Email'])
  const countKnown = (names: readonly string[]) => names.filter((name) => known.has(name.trim())).length
  const tell = () => readHeader(Buffer.from(text), { encoding: 'utf-8', countKnown })
  expect(tell).toThrow(expect.objectContaining({ errors: [{ pointer: '', code: 'header_below', message }] }))
})

test.each<[FileEncoding, Buffer]>([
  ['utf-16le', Buffer.from('\u{feff}sep=;\nPrénom;🔥\n', 'utf16le')],
  ['utf-16be', Buffer.from('\u{feff}sep=;\nPrénom;🔥\n', 'utf16le').swap16()],
])('ends at a byte of the file, in %s', (encoding, header) => {
  const file = Buffer.concat([header, Buffer.from('x\0')])
  expect(readHeader(file, { encoding })).toEqual({
    names: ['Prénom', '🔥'],
    delimiter: ';',
    end: header.length,
    line: 3,
  })
})

test.each<[string, Buffer, string]>([
  ['nothing', Buffer.from('\n\n'), 'invalid_header'],
  ['a quote that is never closed', Buffer.from('"a,b\nc'), 'invalid_header'],
  ['no end in sight', Buffer.from('a'.repeat(maxHeaderBytes + 1)), 'invalid_header'],
  ['another encoding', Buffer.from('pr\u{e9}nom\n', 'latin1'), 'invalid_encoding'],
])('refuses %s', (_what, bytes, code) => {
  expect(() => readHeader(bytes, { encoding: 'utf-8' })).toThrow(
    expect.objectContaining({ errors: [expect.objectContaining({ code })] }),
  )
})
