import { describe, expect, test } from 'vitest'
import { readingRules } from '../test/reading-cases.ts'
import { ownPlaceholderPhones, readPhone } from './read-phone.ts'

describe.each(readingRules)('$rule', ({ cases }) => {
  test.each(cases)('$given', ({ given, region = 'US', e164, ...expected }) => {
    const wanted = {
      raw: String(given),
      e164,
      key: expected.key === undefined ? e164 : expected.key,
      extension: expected.extension ?? null,
      others: expected.others ?? [],
      certainty: expected.certainty ?? (e164 === null ? 'guessed' : 'certain'),
      problem: expected.problem ?? null,
    }
    expect(readPhone(given, region)).toMatchObject(wanted)
  })
})

test('each reading reads as itself, and shares its key', () => {
  for (const { given, region = 'US' } of readingRules.flatMap(({ cases }) => cases)) {
    const { e164, key } = readPhone(given, region)
    if (e164 !== null) expect(readPhone(e164, 'US')).toMatchObject({ e164, key, extension: null, others: [] })
  }
})

test('a workspace adds placeholders of its own, in any form of them', () => {
  const placeholders = ownPlaceholderPhones(['(678) 231-9992', '+54 9 11 2345-6789', 'none'], 'US')
  expect([...placeholders]).toEqual(['+16782319992', '+541123456789'])
  for (const given of ['6782319992', '+54 11 15 2345-6789'])
    expect(readPhone(given, 'US', { placeholders })).toMatchObject({
      key: null,
      problem: 'placeholder',
      valid: true,
    })
  expect(readPhone('6782319993', 'US', { placeholders })).toMatchObject({
    key: '+16782319993',
    problem: null,
  })
})

test('what can’t be read has no part of a number', () => {
  expect(readPhone('0412 345 678 x12 / 0412 345 679', 'US')).toEqual({
    raw: '0412 345 678 x12 / 0412 345 679',
    e164: null,
    extension: null,
    key: null,
    others: [],
    country: null,
    kind: 'unknown',
    valid: false,
    certainty: 'guessed',
    problem: 'national_abroad',
  })
})

test('answers soon, however odd the text', () => {
  const start = performance.now()
  for (const text of [
    '1'.repeat(250),
    '1 '.repeat(125),
    '9/'.repeat(125),
    '+1'.repeat(125),
    '4915123456 '.repeat(22),
    'x1,'.repeat(83),
  ])
    for (const region of ['US', 'DE', 'ZZ']) readPhone(text, region)
  for (const number of [Number.NaN, Number.POSITIVE_INFINITY, 1e300, 5e-324, 0]) readPhone(number, 'US')
  expect(performance.now() - start).toBeLessThan(2000)
})
