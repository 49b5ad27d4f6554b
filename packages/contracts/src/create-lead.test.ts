import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CompiledCreateLeadRequest, CreateLeadRequest, maxTags, Tags, tagKey } from './create-lead.ts'

describe('Tags', () => {
  const tag = fc.oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
    fc.constantFrom('VIP', 'vip', ' Vip ', 'new'),
  )

  test('keep each tag once, trimmed, in the spelling and at the place of its first mention', () => {
    fc.assert(
      fc.property(fc.array(tag, { maxLength: maxTags }), (given) => {
        const parsed = Tags.safeParse(given)
        const wanted = given.map((text) => text.trim())
        if (wanted.some((text) => text === '' || text.includes('\0'))) return !parsed.success
        const first = wanted.filter(
          (text, index) => wanted.findIndex((other) => tagKey(other) === tagKey(text)) === index,
        )
        expect(parsed.data).toEqual(first)
      }),
    )
  })

  test.each([
    ['VIP', 'vip'],
    ['É', 'e\u0301'],
    ['ÅNGSTRÖM', 'a\u030angstro\u0308m'],
    ['ПРИВЕТ', 'привет'],
  ])('%s and %s are one tag', (one, other) => {
    expect(tagKey(one)).toBe(tagKey(other))
  })

  test.each([
    ['vip', 'vips'],
    ['e', 'é'],
    ['a b', 'a  b'],
  ])('%s and %s are two', (one, other) => {
    expect(tagKey(one)).not.toBe(tagKey(other))
  })
})

describe('CreateLeadRequest', () => {
  test('of the least body has the first name and nothing else', () => {
    const parsed = CreateLeadRequest.parse({ firstName: ' Ada ' })
    expect(Object.entries(parsed).filter(([, value]) => value !== undefined)).toEqual([['firstName', 'Ada']])
  })

  test('takes null for absent wherever a member is optional', () => {
    const members = Object.keys(CreateLeadRequest.shape).filter((member) => member !== 'firstName')
    const nulls = Object.fromEntries(members.map((member) => [member, null]))
    expect(CreateLeadRequest.parse({ firstName: 'Ada', ...nulls })).toEqual({ firstName: 'Ada' })
    expect(members.length).toBeGreaterThanOrEqual(12)
  })

  test.each([
    ['lastName', 200],
    ['middleName', 200],
    ['businessName', 500],
    ['externalLeadId', 1024],
    ['timezone', 100],
  ])('%s holds %i characters', (field, most) => {
    const takes = (length: number) =>
      CreateLeadRequest.safeParse({ firstName: 'Ada', [field]: 'x'.repeat(length) }).success
    expect([takes(most), takes(most + 1)]).toEqual([true, false])
  })

  test('takes a thousand checklist items, not more', () => {
    const takes = (length: number) =>
      CreateLeadRequest.safeParse({
        firstName: 'Ada',
        checklistItems: Array.from({ length }, (_, index) => ({ code: `c${index}` })),
      }).success
    expect([takes(1000), takes(1001)]).toEqual([true, false])
  })
})

test('compiled it takes and refuses the same, with the same faults', () => {
  const text = fc.oneof(fc.string(), fc.constantFrom('', ' ', '\0', '\ud800', 'ada@example.com', 'agent'))
  const value = fc.oneof(text, fc.boolean(), fc.integer(), fc.constant(null), fc.jsonValue())
  const mostly = <Good>(good: fc.Arbitrary<Good>) =>
    fc.oneof({ weight: 15, arbitrary: good }, { weight: 1, arbitrary: value })
  const word = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }).map((given) => `a${given}`)
  const status = fc.constantFrom('TODO', 'COMPLETED', null, undefined)
  const item = fc.record({ code: mostly(word), value, status: mostly(status) }, { requiredKeys: ['code'] })
  const body = fc.record(
    {
      firstName: mostly(word),
      lastName: mostly(fc.option(word)),
      email: mostly(fc.constantFrom('ada@example.com', ' ', null)),
      phoneNumber: mostly(word),
      assigneeType: mostly(fc.constantFrom('agent', 'manual', 'AI_AGENT', null)),
      didOptOut: mostly(fc.option(fc.boolean())),
      tags: mostly(fc.array(mostly(word), { maxLength: 4 })),
      checklistItems: mostly(fc.array(mostly(item), { maxLength: 3 })),
      surplus: value,
    },
    { requiredKeys: ['firstName'] },
  )
  let taken = 0
  fc.assert(
    fc.property(fc.oneof({ weight: 20, arbitrary: body }, fc.jsonValue()), (given) => {
      const plain = CreateLeadRequest.safeParse(given)
      const compiled = CompiledCreateLeadRequest.safeParse(given)
      expect(compiled.success).toBe(plain.success)
      expect(compiled.data).toEqual(plain.data)
      expect(compiled.error?.issues).toEqual(plain.error?.issues)
      if (plain.success) taken += 1
    }),
    { numRuns: 1000 },
  )
  expect(taken).toBeGreaterThan(100)
})
