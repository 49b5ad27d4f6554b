import { Readable } from 'node:stream'
import type { FileEncoding } from '@intake/contracts/imports'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { EncodingWatch, lengthInFile, openAsUtf8, toUtf8 } from './file-encoding.ts'

const latin = (text: string) => Buffer.from(text, 'latin1')
const utf16 = (text: string) => Buffer.from(text, 'utf16le')

function encodingOf(file: Buffer, given?: FileEncoding, piece = 7): FileEncoding {
  const watch = new EncodingWatch(file.subarray(0, 40), given)
  for (let at = 0; at < file.length; at += piece) watch.show(file.subarray(at, at + piece))
  return watch.end()
}
const pieces = [1, 2, 3, 7, 1000]

describe('the encoding of a file', () => {
  test.each<[string, Buffer, FileEncoding]>([
    ['of ASCII', latin('name\nAnn\n'), 'utf-8'],
    ['of UTF-8', Buffer.from('name\nZoë 🔥\n日本\n'), 'utf-8'],
    ['of UTF-8 with a mark', Buffer.from('\u{feff}name\nZoë\n'), 'utf-8'],
    ['of UTF-16 with a mark', utf16('\u{feff}name\nZoë\n'), 'utf-16le'],
    ['of UTF-16 with a mark, the other way', utf16('\u{feff}name\nZoë\n').swap16(), 'utf-16be'],
    ['of UTF-16 without a mark', utf16('name\nZoë\n'), 'utf-16le'],
    ['of UTF-16 without a mark, the other way', utf16('name\nZoë\n').swap16(), 'utf-16be'],
    ['of accents, late', latin(`name\n${'Ann\n'.repeat(50)}J\u{f6}rg\nMu\u{f1}oz\n`), 'windows-1252'],
    ['of accents in the header', latin('Pr\u{e9}nom\nZo\u{eb}\n'), 'windows-1252'],
    ['of typographic signs', latin('name\nO\x92Brien\n\x93Ann\x94 \x96 \x80 5\n'), 'windows-1252'],
  ])('%s', (_what, file, encoding) => {
    for (const piece of pieces) expect(encodingOf(file, undefined, piece)).toBe(encoding)
  })

  test.each<[string, Buffer, string]>([
    [
      'UTF-8 with one line of another',
      Buffer.concat([Buffer.from('name\nZoë\nAnn\n'), latin('J\u{f6}rg\n')]),
      'line 4',
    ],
    ['the same the other way', Buffer.concat([latin('name\nJ\u{f6}rg\n'), Buffer.from('Zoë\n')]), 'line 2'],
    [
      'a mark of UTF-8 before another',
      Buffer.concat([Buffer.from('\u{feff}name\n'), latin('J\u{f6}rg\n')]),
      'line 2',
    ],
    ['a character that is cut off at the end', Buffer.from('Zoë\nZoë').subarray(0, -1), 'line 2'],
    ['Cyrillic', Buffer.from([0xc8, 0xe2, 0xe0, 0xed, 0x0a]), 'neither'],
    ['Polish', latin('Pawe\u{b3}ek\n'), 'neither'],
    ['a Mac’s accents', latin('J\x9frgen\n'), 'neither'],
    ['bytes that windows-1252 hasn’t', latin('a\x81b\n'), 'neither'],
  ])('is refused for %s', (_what, file, said) => {
    for (const piece of pieces)
      expect(() => encodingOf(file, undefined, piece)).toThrow(
        expect.objectContaining({
          errors: [{ pointer: '', code: 'invalid_encoding', message: expect.stringContaining(said) }],
        }),
      )
  })

  test('is what the sender says, but for a mark', () => {
    const mixed = Buffer.concat([Buffer.from('Zoë\n'), latin('J\u{f6}rg\n')])
    expect(encodingOf(mixed, 'utf-8')).toBe('utf-8')
    expect(encodingOf(mixed, 'windows-1252')).toBe('windows-1252')
    expect(encodingOf(utf16('\u{feff}a'), 'windows-1252')).toBe('utf-16le')
  })
})

test('every byte of windows-1252 is the character that it stands for', () => {
  const upper = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ'
  const all = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte))
  const text = toUtf8(all, 'windows-1252').toString('utf8')
  expect(text.slice(0x80, 0xa0)).toBe(upper)
  expect(text.slice(0, 0x80) + text.slice(0xa0)).toBe(
    Buffer.concat([all.subarray(0, 0x80), all.subarray(0xa0)]).toString('latin1'),
  )
})

test('a file is decoded in pieces of any size, and lengths are those in the file', async () => {
  const encodings = fc.constantFrom<FileEncoding>('utf-8', 'utf-16le', 'utf-16be', 'windows-1252')
  await fc.assert(
    fc.asyncProperty(
      encodings,
      fc.uint8Array({ maxLength: 60 }),
      fc.integer({ min: 1, max: 9 }),
      async (encoding, bytes, piece) => {
        const file = Buffer.from(encoding === 'utf-8' ? bytes : bytes.subarray(0, bytes.length & ~1))
        const open = openAsUtf8(
          async () =>
            Readable.from(
              (function* () {
                for (let at = 0; at < file.length; at += piece) yield file.subarray(at, at + piece)
              })(),
            ),
          encoding,
        )
        const parts: Buffer[] = []
        for await (const part of await open(0)) parts.push(part)
        const utf8 = Buffer.concat(parts)
        expect(utf8).toEqual(toUtf8(file, encoding))
        expect(lengthInFile(utf8, encoding)).toBe(file.length)
      },
    ),
  )
})
