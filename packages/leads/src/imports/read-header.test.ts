import { expect, test } from 'vitest'
import { maxHeaderBytes, readHeader } from './read-header.ts'

const read = (text: string, delimiter?: string) => readHeader(Buffer.from(text), delimiter)

test.each<[string, string, string, string[], string]>([
  ['commas', 'a,b\n', '1;2;3,4', ['a', 'b'], ','],
  ['semicolons', 'a;"b;c"\r\n', '1,2,3', ['a', 'b;c'], ';'],
  ['tabs', 'a\tb, c\td\n', '', ['a', 'b, c', 'd'], '\t'],
  ['bars', 'a|b', '', ['a', 'b'], '|'],
  ['one column', 'First Name\n', 'Ada', ['First Name'], ','],
  ['a byte order mark and blank lines before', '\u{feff}\n\n a , b\n', '1,2', ['a', 'b'], ','],
  ['a line break in a name', '"a\nb",c\n', '1', ['a\nb', 'c'], ','],
])('a header with %s', (_what, header, rest, names, delimiter) => {
  expect(read(header + rest)).toEqual({ names, delimiter, end: Buffer.byteLength(header) })
})

test('goes by the delimiter that is given', () => {
  expect(read('a;b;c,d\n', ',').names).toEqual(['a;b;c', 'd'])
})

test.each<[string, Buffer, string]>([
  ['nothing', Buffer.from('\n\n'), 'invalid_header'],
  ['a quote that is never closed', Buffer.from('"a,b\nc'), 'invalid_header'],
  ['no end in sight', Buffer.from('a'.repeat(maxHeaderBytes + 1)), 'invalid_header'],
  ['UTF-16', Buffer.from('\u{feff}a,b\n', 'utf16le'), 'invalid_encoding'],
  ['Latin-1', Buffer.from('pr\u{e9}nom\n', 'latin1'), 'invalid_encoding'],
])('refuses %s', (_what, bytes, code) => {
  expect(() => readHeader(bytes, undefined)).toThrow(
    expect.objectContaining({ errors: [expect.objectContaining({ code })] }),
  )
})
