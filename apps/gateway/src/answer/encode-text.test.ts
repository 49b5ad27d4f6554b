import { expect, test } from 'vitest'
import { encodeText } from './encode-text.ts'

test.each([
  ['ASCII', 'a'.repeat(3000)],
  ['two, three and four bytes', 'ä€😀'.repeat(500)],
  ['a lone surrogate', `a${'\ud800'}b`],
  ['more than the shared memory holds', '€'.repeat(40_000)],
  ['nothing', ''],
])('%s: the UTF-8 of the text', (_, text) => {
  expect(Buffer.from(encodeText(text)).equals(Buffer.from(text))).toBe(true)
})

test('each text keeps its bytes, however many come after it', () => {
  const texts = Array.from({ length: 500 }, (_, index) => `${index} ${'€x'.repeat((index * 7) % 3000)}`)
  const encoded = texts.map(encodeText)
  expect(encoded.map((bytes) => Buffer.from(bytes).toString())).toEqual(texts)
})
