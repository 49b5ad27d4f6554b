import { Readable } from 'node:stream'
import type { FileEncoding } from '@intake/contracts/imports'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { FileRow, OpenFile } from './file-row.ts'
import { readCsvRows } from './read-csv-rows.ts'
import { readNdjsonRows } from './read-ndjson-rows.ts'

/** A file that comes in pieces of `piece` bytes. */
function fileOf(content: string | Buffer, piece = 7): OpenFile {
  const bytes = Buffer.from(content)
  return async (start) =>
    Readable.from(
      (function* () {
        for (let at = start; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece)
      })(),
    )
}
const csv = (
  content: string | Buffer,
  {
    start = 0,
    line = 1,
    delimiter = ',',
    encoding = 'utf-8' as FileEncoding,
    piece = 7,
    maxRowBytes = 100,
  } = {},
) => all(readCsvRows(fileOf(content, piece), { start, line, delimiter, encoding, maxRowBytes }))
const ndjson = (content: string | Buffer, { start = 0, line = 1, piece = 7, maxRowBytes = 100 } = {}) =>
  all(readNdjsonRows(fileOf(content, piece), { start, line, maxRowBytes }))
const all = <Row>(rows: AsyncIterable<Row>): Promise<Row[]> => Readable.from(rows).toArray()
const seen = <Content>(rows: FileRow<Content>[]) =>
  rows.map((row) => ('content' in row ? row.content : row.fault.code))

describe('a CSV', () => {
  test.each<[string, string | Buffer, unknown[]]>([
    [
      'plain rows',
      'a,b\nc,d\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    ['no last line break', 'a\nb', [['a'], ['b']]],
    ['a byte order mark', '\u{feff}a\nb', [['a'], ['b']]],
    ['CRLF, LF and CR in one file', 'a\r\nb\nc\rd', [['a'], ['b'], ['c'], ['d']]],
    ['empty lines and rows of nothing', '\n\na\n\r\n,,\n  , \nb\n\n', [['a'], ['b']]],
    ['quotes, delimiters and line breaks in a value', '"a,""b""\r\nc",d\n', [['a,"b"\r\nc', 'd']]],
    ['rows of any length', 'a,b,c\nd\n', [['a', 'b', 'c'], ['d']]],
    [
      'more than one byte a character',
      'ä,日本\n🔥,é\n',
      [
        ['ä', '日本'],
        ['🔥', 'é'],
      ],
    ],
    ['a quote within a value', 'a\n5" b,c\nd\n', [['a'], 'invalid_csv', ['d']]],
    ['one where CR ends a line', 'a\r5" b,c\rd\re', [['a'], 'invalid_csv', ['d'], ['e']]],
    ['one where CRLF ends a line', 'a\r\n5" b,c\r\nd\r\n', [['a'], 'invalid_csv', ['d']]],
    [
      'blank values in quotes before one that is faulty',
      'a\n"",""\n"\n", \n5" b\nd\n',
      [['a'], 'invalid_csv', ['d']],
    ],
    ['a character that stands for one that was lost', 'a\n\u{fffd}\nd', [['a'], ['\u{fffd}'], ['d']]],
    ['too many delimiters', `a\n${','.repeat(200)}b\nd\n`, [['a'], 'row_too_long', ['d']]],
    [
      'values up to the limit',
      `${'x'.repeat(49)},${'y'.repeat(50)}\r\nd`,
      [['x'.repeat(49), 'y'.repeat(50)], ['d']],
    ],
    ['rows of nothing before one that is faulty', 'a\n,,\n , \n5" b\nd\n', [['a'], 'invalid_csv', ['d']]],
    ['something after a closing quote', 'a\n"b"c\nd\n', [['a'], 'invalid_csv', ['d']]],
    ['a quote that is never closed', 'a\n"b\nc\nd', [['a'], 'invalid_csv', ['c'], ['d']]],
    ['a row that is too long', `a\n${'x'.repeat(200)}\nd\n`, [['a'], 'row_too_long', ['d']]],
    [
      'a quote that swallows too much',
      `a\n"b\n${'c\n'.repeat(60)}`,
      [['a'], 'row_too_long', ...Array(60).fill(['c'])],
    ],
    [
      'bytes that are no UTF-8',
      Buffer.from('a\ncaf\u{e9}\nd\n', 'latin1'),
      [['a'], 'invalid_encoding', ['d']],
    ],
    ['nothing', '', []],
  ])('with %s', async (_what, content, expected) => {
    for (const piece of [1, 2, 3, 7, 1000]) expect(seen(await csv(content, { piece }))).toEqual(expected)
  })

  test('goes on at the end of any of its rows, in pieces of any size', async () => {
    const value = fc.string({ unit: 'grapheme', maxLength: 8 })
    const line = fc.tuple(
      fc.oneof(
        fc.array(value, { minLength: 1, maxLength: 4 }).map((values) => values.map(quoted).join()),
        fc.constantFrom('', 'a"b', '"a"b', ',,', '"",""', 'x'.repeat(150), '"a'),
      ),
      fc.constantFrom('\n', '\r\n', '\r'),
    )
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { maxLength: 8 }),
        fc.integer({ min: 1, max: 40 }),
        fc.constantFrom<FileEncoding>('utf-8', 'utf-16le', 'utf-16be', 'windows-1252'),
        async (lines, piece, encoding) => {
          const content = encode(lines.flat().join(''), encoding)
          const rows = await csv(content, { piece, encoding })
          expect(rows).toEqual(await csv(content, { piece: 100_000, encoding }))
          for (const [index, { end, nextLine: line }] of rows.entries())
            expect(await csv(content, { start: end, line, piece, encoding })).toEqual(rows.slice(index + 1))
        },
      ),
    )
  })
})

/** In windows-1252 other characters than were meant, which make a file too. */
function encode(text: string, encoding: FileEncoding): Buffer {
  const bytes = Buffer.from(
    text,
    encoding === 'utf-8' ? 'utf8' : encoding === 'windows-1252' ? 'latin1' : 'utf16le',
  )
  return encoding === 'utf-16be' ? bytes.swap16() : bytes
}

test.each<FileEncoding>(['utf-16le', 'utf-16be', 'windows-1252'])(
  'rows of %s are read as what they say',
  async (encoding) => {
    const content = encode('Zoë,"a\r\nb"\r\n\r\nJörg,5" x\nMuñoz,c', encoding)
    for (const piece of [1, 2, 3, 1000])
      expect(seen(await csv(content, { piece, encoding }))).toEqual([
        ['Zoë', 'a\r\nb'],
        'invalid_csv',
        ['Muñoz', 'c'],
      ])
  },
)

test('rows name the line on which they begin, whatever ends lines', async () => {
  const content = 'a\r\n\r\n"b\nc\rd"\r\n5" x\r\ne\n,\nf\rg'
  for (const piece of [1, 2, 3, 1000])
    expect((await csv(content, { piece })).map(({ line }) => line)).toEqual([1, 3, 6, 7, 9, 10])
  expect((await ndjson('1\n\n{\n2')).map(({ line }) => line)).toEqual([1, 3, 4])
})

test('a file of faulty rows is opened once', async () => {
  let opened = 0
  const open: OpenFile = (start) => {
    opened += 1
    return fileOf('a"b\n'.repeat(50))(start)
  }
  expect(await all(readCsvRows(open, { start: 0, delimiter: ',', maxRowBytes: 100 }))).toHaveLength(50)
  expect(opened).toBe(1)
})

test('whoever stops before the end lets go of the file', async () => {
  const files: Readable[] = []
  const open = async () => {
    const file = Readable.from([Buffer.from('1\n2\n'), Buffer.from('3\n')])
    files.push(file)
    return file
  }
  for await (const _row of readCsvRows(open, { start: 0, delimiter: ',', maxRowBytes: 100 })) break
  for await (const _row of readNdjsonRows(open, { start: 0, maxRowBytes: 100 })) break
  expect(files.map((file) => file.destroyed)).toEqual([true, true])
})

const quoted = (value: string) => `"${value.replaceAll('"', '""')}"`

describe('an NDJSON file', () => {
  test.each<[string, string | Buffer, unknown[]]>([
    ['plain rows', '{"a":1}\n[2]\n', [{ a: 1 }, [2]]],
    ['no last line break', '1\n2', [1, 2]],
    ['a byte order mark', '\u{feff}1\n2', [1, 2]],
    ['CRLF and blank lines', '\r\n1\r\n  \n\n2\r\n', [1, 2]],
    ['a row that is no JSON', '1\n{"a":\n2', [1, 'invalid_json', 2]],
    ['a row that is too long', `1\n"${'x'.repeat(200)}"\n2`, [1, 'row_too_long', 2]],
    ['bytes that are no UTF-8', Buffer.from('1\n"caf\u{e9}"\n2', 'latin1'), [1, 'invalid_encoding', 2]],
    ['nothing', '', []],
  ])('with %s', async (_what, content, expected) => {
    for (const piece of [1, 2, 3, 7, 1000]) expect(seen(await ndjson(content, { piece }))).toEqual(expected)
  })

  test('goes on at the end of any of its rows, in pieces of any size', async () => {
    const line = fc.oneof(fc.json({ maxDepth: 2 }), fc.constantFrom('', '{', '\r', `"${'x'.repeat(150)}"`))
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { maxLength: 8 }),
        fc.integer({ min: 1, max: 40 }),
        async (lines, piece) => {
          const content = lines.join('\n')
          const rows = await ndjson(content, { piece })
          expect(rows).toEqual(await ndjson(content, { piece: 100_000 }))
          for (const [index, { end, nextLine: line }] of rows.entries())
            expect(await ndjson(content, { start: end, line, piece })).toEqual(rows.slice(index + 1))
        },
      ),
    )
  })
})
