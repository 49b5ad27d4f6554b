import { describe, expect, test } from 'vitest'
import { isEmailAddress, OptionalEmail } from './email.ts'

const domainOf = (length: number) =>
  `${`${'d'.repeat(60)}.`.repeat(10)}`.slice(0, length - 4).replace(/\.$/, 'd')

describe('isEmailAddress', () => {
  test.each([
    'a@b.co',
    'first.last+tag@sub.example.com',
    "!#$%&'*+/=?^_`{|}~-@example.com",
    'дед@пример.рф',
    'नमस्ते@उदाहरण.भारत',
    '👋@example.com',
    `${'a'.repeat(64)}@example.com`,
    `a@${'d'.repeat(63)}.com`,
    `a@${domainOf(252)}.com`,
  ])('takes %s', (address) => {
    expect(isEmailAddress(address)).toBe(true)
  })

  test.each([
    '',
    '@',
    'a@',
    '@b.co',
    'a@b',
    'a@b.c0m.1',
    'a b@example.com',
    'a\u00a0b@example.com',
    '"a b"@example.com',
    'a@[127.0.0.1]',
    'a@b_c.com',
    'a@b-.com',
    'a@.b.com',
    'a\u0000@example.com',
    'a\u0007@example.com',
    `${'a'.repeat(65)}@example.com`,
    `a@${'d'.repeat(64)}.com`,
    `a@${domainOf(253)}.com`,
  ])('refuses %j', (address) => {
    expect(isEmailAddress(address)).toBe(false)
  })

  test('answers, however long and odd the text', () => {
    for (const text of ['a.'.repeat(500_000), `${'@'.repeat(500_000)}b.co`, `a@${'b-'.repeat(500_000)}`])
      expect(isEmailAddress(text)).toBe(false)
  })
})

test.each([
  [' a@b.co ', 'a@b.co'],
  ['A@B.co', 'A@B.co'],
  ['', undefined],
  [' ', undefined],
  [null, undefined],
  [undefined, undefined],
])('OptionalEmail makes of %j %j', (given, expected) => {
  expect(OptionalEmail.parse(given)).toBe(expected)
})
