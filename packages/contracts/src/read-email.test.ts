import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isEmailAddress } from './email.ts'
import { OptionalEmail } from './optional-email.ts'
import { placeholderEmails } from './placeholder-emails.ts'
import { emailKey, formsOfEmailKey, isPlainAddress, ownPlaceholderEmails, readEmail } from './read-email.ts'

describe('readEmail', () => {
  test.each([
    ['ana@x.org', 'ana@x.org'],
    ['Ana.Maria+tag@X.org', 'Ana.Maria+tag@X.org'],
    [' ana@x.org\u00a0', 'ana@x.org'],
    ['\u200bana@x.org', 'ana@x.org'],
    ['ana\u200d@x.org\ufeff', 'ana@x.org'],
    ['\u202aana@x\u00ad.org\u202c', 'ana@x.org'],
    ['ａｎａ＠ｘ．ｏｒｇ', 'ana@x.org'],
    ['ana@x。org', 'ana@x.org'],
    ['mailto:ana@x.org', 'ana@x.org'],
    ['MAILTO:ana@x.org?subject=Hello%20there', 'ana@x.org'],
    ['<mailto:ana@x.org>', 'ana@x.org'],
    ['Ana Gomez <ana@x.org>', 'ana@x.org'],
    ['"Gomez, Ana" <ana@x.org>', 'ana@x.org'],
    ['Gomez, Ana <ana@x.org>', 'ana@x.org'],
    ['"ana@x.org" <ana@x.org>', 'ana@x.org'],
    ['ana@x.org<mailto:ana@x.org>', 'ana@x.org'],
    ['ana@x.org (work)', 'ana@x.org'],
    ['E-Mail: ana@x.org', 'ana@x.org'],
    ['ana@x.org.', 'ana@x.org'],
    ['ana@x.org...', 'ana@x.org'],
    ['ana@x.org,', 'ana@x.org'],
    ['ana@x.org;', 'ana@x.org'],
    ["'ana@x.org", 'ana@x.org'],
    ['"ana@x.org"', 'ana@x.org'],
    ['“ana@x.org”', 'ana@x.org'],
    ['<ana@x.org>', 'ana@x.org'],
    ['(ana@x.org)', 'ana@x.org'],
    ['[ana@x.org]', 'ana@x.org'],
    ["o'hara@x.org", "o'hara@x.org"],
    ['jose\u0301@x.org', 'jos\u00e9@x.org'],
    ['дед@пример.рф', 'дед@пример.рф'],
  ])('takes from %j %j', (given, email) => {
    expect(readEmail(given)).toMatchObject({ raw: given, email, others: [], problem: null })
  })

  test.each([
    ...[
      ', ',
      ',',
      ';',
      '; ',
      ' ',
      '\n',
      '\r\n',
      '\t',
      ' | ',
      ' / ',
      '/',
      ' or ',
      ' AND ',
      ' & ',
      ':::',
      ' und ',
    ].map((sign): [string, string[]] => [`ana@x.org${sign}bob@x.org`, ['bob@x.org']]),
    ['Ana <ana@x.org>, Bob <bob@x.org>', ['bob@x.org']],
    ['ana@x.org, Bob <bob@x.org>', ['bob@x.org']],
    ['mailto:ana@x.org,bob@x.org', ['bob@x.org']],
    ['ana@x.org; ANA@X.ORG; bob@x.org', ['bob@x.org']],
    ['bob@x.org <ana@x.org>', ['bob@x.org']],
    ['ana@x, ana@x.org, bob@x.org', ['ana@x', 'bob@x.org']],
  ])('of %j the first address is the e-mail', (given, others) => {
    expect(readEmail(given)).toMatchObject({ email: 'ana@x.org', key: 'ana@x.org', others, problem: null })
  })

  test.each([
    ['', 'no_address'],
    ['n/a', 'no_address'],
    ['\u200b', 'no_address'],
    ['ana at x.org', 'no_address'],
    ['@', 'invalid_email'],
    ['ana@x', 'invalid_email'],
    ['ana maria@x.org', 'invalid_email'],
    ['ana\u00a0maria@x.org', 'invalid_email'],
    ['ana @x.org', 'invalid_email'],
    ['ana@ x.org', 'invalid_email'],
    ['ana@x,org', 'invalid_email'],
    ['ana@@x.org', 'invalid_email'],
    ['ana@x..org', 'invalid_email'],
    ['.ana@x.org', 'invalid_email'],
    ['"a b"@x.org', 'invalid_email'],
    ['ana@[127.0.0.1]', 'invalid_email'],
    ['https://ana@x.org', 'invalid_email'],
    ['write to ana@x.org please', 'invalid_email'],
    ['a\u0007@x.org', 'invalid_email'],
    ['Ana <>', 'no_address'],
    ['Ana <ana@x>', 'invalid_email'],
    [`ana@x.org${' '.repeat(2000)}`, 'invalid_email'],
  ])('takes nothing from %j: %s', (given, problem) => {
    expect(readEmail(given)).toEqual({ raw: given, email: null, key: null, others: [], problem })
  })

  test.each([
    ['ana@bücher.example', 'ana@xn--bcher-kva.example'],
    ['ana@BÜCHER.example', 'Ana@XN--BCHER-KVA.example'],
    ['ana@bu\u0308cher.example', 'ana@b\u00fccher.example'],
    ['jose\u0301@x.org', 'JOS\u00c9@x.org'],
    ['ana@x.org', '\u200bAna@X.org.'],
    ['дед@пример.рф', 'Дед@xn--e1afmkfd.xn--p1ai'],
  ])('%j and %j share a key', (one, other) => {
    expect(readEmail(one).key).not.toBeNull()
    expect(readEmail(one).key).toBe(readEmail(other).key)
  })

  test.each([
    ['ana.gomez@gmail.com', 'anagomez@gmail.com'],
    ['ana+shop@x.org', 'ana@x.org'],
    ['ana@fass.example', 'ana@faß.example'],
  ])('%j and %j don’t', (one, other) => {
    expect(readEmail(one).key).not.toBe(readEmail(other).key)
  })

  test('answers soon, however long and odd the text', () => {
    const start = performance.now()
    for (const unit of ['@', 'a@', '<a@', 'a.', '(', ' ', '"', '<', 'a@b.co,', 'mailto:'])
      for (const length of [2000, 1_000_000]) readEmail(unit.repeat(length / unit.length))
    expect(performance.now() - start).toBeLessThan(1000)
  })
})

describe('placeholders', () => {
  test.each([
    ...[
      'none@none.com',
      'test@test.com',
      'no@no.no',
      'no@no.com',
      'a@a.a',
      'n/a@x.org',
      'noemail@x.org',
      'No-Email@x.org',
    ],
    ...[
      'no_email@gmail.com',
      'NONE@gmail.com',
      'noreply@x.org',
      'no.reply@x.org',
      'do-not-reply@x.org',
      'test@gmail.com',
    ],
    ...[
      'asdf@asdf.de',
      'xxx@xxx.com',
      'aaa@aaa.com',
      '123@123.com',
      'test@test.co.uk',
      'john@none.com',
      'ana@shop.invalid',
    ],
    ...[
      'notiene@hotmail.com',
      'sin.correo@x.org',
      'keine@x.org',
      'pas-de-mail@x.fr',
      'unknown@unknown.com',
      'na@na.com',
    ],
  ])('%s has no key', (given) => {
    expect(readEmail(given)).toMatchObject({ email: given, key: null, problem: 'placeholder' })
  })

  test.each([
    ...[
      'ada@example.com',
      'ana@test.com',
      'test@x.org',
      'info@x.org',
      'a@x.org',
      'nadia@gmail.com',
      'noel@x.org',
    ],
    ...[
      'john@john.com',
      'nothing.hill@x.org',
      'na@x.org',
      'n.a@x.org',
      'testa@gmail.com',
      'a@b.co',
      'nonette@x.org',
    ],
  ])('%s is somebody’s', (given) => {
    expect(readEmail(given)).toMatchObject({ key: given, problem: null })
  })

  test('every row has a reason of its own', () => {
    const reasons = placeholderEmails.map(({ reason }) => reason)
    expect(new Set(reasons).size).toBe(reasons.length)
    expect(reasons.every((reason) => reason.length > 20)).toBe(true)
  })

  test('a workspace adds its own: addresses in any spelling, or all of a domain', () => {
    const placeholders = ownPlaceholderEmails([
      'Front Desk <Desk@Bücher.example>',
      ' @Kiosk.example',
      'nonsense',
      '@',
    ])
    expect([...placeholders]).toEqual(['desk@xn--bcher-kva.example', '@kiosk.example'])
    for (const given of ['desk@xn--bcher-kva.example', 'anybody@kiosk.example'])
      expect(readEmail(given, { placeholders })).toMatchObject({ key: null, problem: 'placeholder' })
    expect(readEmail('ana@bücher.example', { placeholders }).problem).toBeNull()
  })
})

test('a plain address is one that can be delivered to', () => {
  const part = fc.string({ unit: fc.constantFrom(...'abyz019.-_+'), minLength: 1, maxLength: 70 })
  let plain = 0
  fc.assert(
    fc.property(part, part, fc.constantFrom('com', 'a', 'museum', 'c0m', ''), (local, domain, top) => {
      const text = `${local}@${domain}.${top}`
      if (!isPlainAddress(text)) return
      plain += 1
      expect(isEmailAddress(text)).toBe(true)
    }),
    { numRuns: 5000 },
  )
  expect(plain).toBeGreaterThan(20)
  for (const length of [63, 64, 65])
    for (const text of [
      `${'a'.repeat(length)}@x.org`,
      `a@${'d'.repeat(length)}.org`,
      `a@${'d.'.repeat(length * 2 - 3)}org`,
    ])
      expect(isPlainAddress(text), text).toBe(isEmailAddress(text))
})

test('what is read reads as itself, and its key is its own key', () => {
  const part = fc.string({
    unit: fc.constantFrom(...'abcdefghikABZ0123456789_-+éßÜдم', 'e\u0301'),
    minLength: 1,
    maxLength: 8,
  })
  const address = fc
    .tuple(part, fc.array(part, { minLength: 1, maxLength: 3 }), fc.constantFrom('com', 'de', 'рф', 'co.uk'))
    .map(([local, labels, top]) => `${local}@${labels.join('.')}.${top}`)
  const around = fc.string({ unit: fc.constantFrom(...' \t\u200b\u00a0"\'<>(),;.'), maxLength: 3 })
  let read = 0
  fc.assert(
    fc.property(fc.tuple(around, address, around), (parts) => {
      const { email, key } = readEmail(parts.join(''))
      if (email === null) return
      read += 1
      expect(isEmailAddress(email)).toBe(true)
      expect(readEmail(email)).toMatchObject({ email, key, others: [] })
      expect(emailKey(emailKey(email))).toBe(emailKey(email))
      expect(emailKey(email.replace(/[a-z]/g, (letter) => letter.toUpperCase()))).toBe(emailKey(email))
    }),
    { numRuns: 2000 },
  )
  expect(read).toBeGreaterThan(500)
})

test.each([
  ['ana@x.org', 'ana@x.org'],
  ['Ana <ana@x.org>', 'Ana <ana@x.org>'],
  ['ana@x.org, bob@x.org', 'ana@x.org, bob@x.org'],
  ['\u200b \ufeff', undefined],
  ['', undefined],
  [null, undefined],
])('OptionalEmail makes of %j %j', (given, expected) => {
  expect(OptionalEmail.parse(given)).toBe(expected)
})

test.each(['n/a', 'ana@x', 'Ana'])('OptionalEmail refuses %j', (given) => {
  expect(OptionalEmail.safeParse(given).error?.issues).toMatchObject([{ params: { code: 'invalid_email' } }])
})

test('the forms of a key are what lower case made of the same address, and have that key', () => {
  for (const given of [
    'Ana@Bücher.example',
    'ana@bu\u0308cher.example',
    'jose\u0301@x.org',
    'Дед@пример.рф',
    'ana@xn--bcher-kva.example',
  ]) {
    const key = emailKey(given)
    const forms = [key, ...formsOfEmailKey(key)]
    expect(forms).toContain(given.toLowerCase())
    for (const form of forms) expect(emailKey(form)).toBe(key)
  }
  expect(formsOfEmailKey('ana@x.org')).toEqual([])
})
