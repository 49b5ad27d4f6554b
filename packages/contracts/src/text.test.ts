import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findUnstorableJson, isStorableText, optionalText } from './text.ts'

const nested = (depth: number): unknown => {
  let value: unknown = 'leaf'
  for (let level = 0; level < depth; level++) value = level % 2 ? [value] : { value }
  return value
}

describe('isStorableText', () => {
  test.each(['', 'a', '😀', '\u0001', '\ufffd', '\ufeff', '\u{10ffff}'])('takes %j', (text) => {
    expect(isStorableText(text)).toBe(true)
  })

  test.each(['\0', 'a\0b', '\ud800', '\udc00', '\udc00\ud800', '😀\ud83d'])('refuses %j', (text) => {
    expect(isStorableText(text)).toBe(false)
  })

  test('takes exactly what is well formed and has no NUL', () => {
    const unit = fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code))
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit }), fc.string({ unit: 'binary' })), (text) => {
        const wellFormed = Buffer.from(text, 'utf8').toString('utf8') === text
        expect(isStorableText(text)).toBe(wellFormed && !text.includes('\0'))
      }),
    )
  })
})

describe('findUnstorableJson', () => {
  test.each<[unknown, 'unstorable_text' | 'too_deep' | null]>([
    [null, null],
    [7, null],
    [{ a: [1, 'b', { c: null }] }, null],
    ['\0', 'unstorable_text'],
    [{ a: ['\ud800'] }, 'unstorable_text'],
    [{ 'a\0': 1 }, 'unstorable_text'],
    [JSON.parse('{"__proto__":"\\u0000"}'), 'unstorable_text'],
    [nested(32), null],
    [nested(33), 'too_deep'],
    [nested(200_000), 'too_deep'],
  ])('case %#', (value, expected) => {
    expect(findUnstorableJson(value)).toBe(expected)
  })
})

describe('optionalText', () => {
  test.each([
    [' a ', 'a'],
    ['abc', 'abc'],
    [' abc ', 'abc'],
    ['', undefined],
    ['\t\n', undefined],
    [null, undefined],
    [undefined, undefined],
  ])('makes of %j %j', (given, expected) => {
    expect(optionalText(3).parse(given)).toBe(expected)
  })

  test.each([['abcd'], ['\0'], [3], [{}], [[]]])('refuses %j', (given) => {
    expect(optionalText(3).safeParse(given).success).toBe(false)
  })
})
