import { describe, expect, test } from 'vitest'
import { hasTerms, type NamedLead, termsOf, wordsOf } from './lead-words.ts'

const nobody: NamedLead = {
  first_name: '',
  middle_name: null,
  last_name: null,
  business_name: null,
  email: null,
  phone_raw: null,
  phone_e164: null,
}
const rosa: NamedLead = {
  ...nobody,
  first_name: 'Rosa María',
  last_name: 'O’Brien-Müller',
  business_name: 'Øst & Co. 24',
  email: 'Rosa.Obrien+ads@Example.com',
  phone_raw: '(678) 231-9992',
  phone_e164: '+16782319992',
}

test('a lead has words of its names, its business, its e-mail and its phone from the last digit on', () => {
  expect(wordsOf(rosa).sort()).toEqual([
    '#29991328761',
    '24',
    'ads',
    'co',
    'maria',
    'muller',
    'obrien',
    'ost',
    'rosa',
    'rosa.obrien+ads@example.com',
  ])
  expect(wordsOf(nobody)).toEqual([])
})

describe.each([
  ['ros', true],
  ['ROSA mul', true],
  ["o'brien", true],
  ['Muller', true],
  ['MÜLLER rosa', true],
  ['øst', true],
  ['ost 24', true],
  ['rosa.obrien', true],
  ['rosa.obrien+ads@ex', true],
  ['9992', true],
  ['231-9992', true],
  ['+1 (678) 231 9992', true],
  ['9993', false],
  ['osa', false],
  ['rosa smith', false],
  ['rosa@example.com', false],
])('%s', (text, isFound) => {
  test(isFound ? 'finds her' : 'does not find her', () => {
    expect(hasTerms(wordsOf(rosa), termsOf(text))).toBe(isFound)
  })
})

test('scripts without capitals, without spaces and with marks are found as they are typed', () => {
  const found = (name: string, text: string) =>
    hasTerms(wordsOf({ ...nobody, first_name: name }), termsOf(text))
  for (const [name, text] of [
    ['山田太郎', '山田'],
    ['김민준', '김민'],
    ['Ελένη', 'ελενη'],
    ['Ольга', 'ольга'],
    ['محمد', 'محم'],
    ['ŞİRİN', 'sirin'],
    ['Straße', 'strasse'],
  ] as const)
    expect(found(name, text), name).toBe(true)
})

test('words and terms are bounded, whatever a lead or a person gives', () => {
  const long = {
    ...nobody,
    first_name: 'x'.repeat(255),
    business_name: Array.from({ length: 200 }, (_, n) => `w${n}`).join(' '),
  }
  const words = wordsOf(long)
  expect(words).toHaveLength(16)
  expect(Math.max(...words.map((word) => word.length))).toBe(40)
  expect(hasTerms(words, termsOf('x'.repeat(100)))).toBe(true)
  expect(termsOf('a bb ccc dddd eeeee ffffff ggggggg')).toEqual(['ggggggg', 'ffffff', 'eeeee', 'dddd', 'ccc'])
  expect(termsOf(' .,!? ')).toEqual([])
})
