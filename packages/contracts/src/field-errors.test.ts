import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { toFieldErrors, toPointer } from './field-errors.ts'

function faultsOf(schema: z.ZodType, input: unknown) {
  const { error } = schema.safeParse(input)
  if (!error) throw new Error('the input was taken')
  return toFieldErrors(error, input)
}

test.each<[PropertyKey[], string]>([
  [[], ''],
  [['tags', 0], '/tags/0'],
  [['a/b', 'c~d'], '/a~1b/c~0d'],
  [['~1'], '/~01'],
  [[''], '/'],
  [['checklistItems', 12, 'code'], '/checklistItems/12/code'],
])('toPointer of %j is %j', (path, pointer) => {
  expect(toPointer(path)).toBe(pointer)
})

describe('toFieldErrors', () => {
  test.each<[string, z.ZodType, unknown, string]>([
    ['an absent member', z.object({ a: z.string() }), {}, '/a required'],
    ['a wrong type', z.object({ a: z.string() }), { a: 1 }, '/a invalid_type'],
    ['null', z.object({ a: z.string() }), { a: null }, '/a invalid_type'],
    ['no object', z.object({ a: z.string() }), [], ' invalid_type'],
    ['a long text', z.object({ a: z.string().max(1) }), { a: 'ab' }, '/a too_long'],
    ['a short text', z.object({ a: z.string().min(1) }), { a: '' }, '/a too_short'],
    ['many items', z.array(z.string()).max(1), ['a', 'b'], ' too_many'],
    ['few items', z.array(z.string()).min(1), [], ' too_few'],
    ['an unknown word', z.enum(['a']), 'b', ' invalid_value'],
    [
      'a code of its own',
      z.string().refine(() => false, { error: 'no', params: { code: 'odd' } }),
      'a',
      ' odd',
    ],
    ['no code of its own', z.string().refine(() => false), 'a', ' invalid_value'],
    ['a name with signs', z.record(z.string(), z.string()), { 'a/b~': 1 }, '/a~1b~0 invalid_type'],
  ])('%s', (_name, schema, input, expected) => {
    expect(faultsOf(schema, input).map(({ pointer, code }) => `${pointer} ${code}`)).toEqual([expected])
  })

  test('names a place once, however much is wrong with it', () => {
    const schema = z.object({ a: z.string().min(3).regex(/^x/).max(10) })
    expect(faultsOf(schema, { a: 'b' }).map(({ pointer }) => pointer)).toEqual(['/a'])
    expect(faultsOf(schema, { a: [] }).map(({ code }) => code)).toEqual(['invalid_type'])
  })

  test.each([
    ['first_name', 'is required; did you mean it by "first_name"?'],
    ['FirstName', 'is required; did you mean it by "FirstName"?'],
    ['name', 'is required; did you mean it by "name"?'],
    ['frstName', 'is required; did you mean it by "frstName"?'],
    ['lastName', 'is required'],
    ['email', 'is required'],
  ])('of an absent member looks at what %s may be', (name, message) => {
    const schema = z.object({ leads: z.array(z.object({ firstName: z.string() })) })
    expect(faultsOf(schema, { first: 1, leads: [{ email: 'a', [name]: 'Ada' }] })).toEqual([
      { pointer: '/leads/0/firstName', code: 'required', message },
    ])
  })

  test('names fifty places at most', () => {
    const errors = faultsOf(
      z.array(z.string()),
      Array.from({ length: 60 }, () => 1),
    )
    expect(errors).toHaveLength(50)
    expect(errors[49]?.pointer).toBe('/49')
  })
})
