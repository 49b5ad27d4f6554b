import { expect, test } from 'vitest'
import { z } from 'zod'
import { createSchemas } from './schemas.ts'
import type { Side } from './simplify-schema.ts'

const toSchema = (schema: z.ZodType, side: Side = 'request') => createSchemas().toSchema(schema, side)
const text = z.string().max(5)

test('null is a type, however often it is an alternative', () => {
  const expected = { type: ['string', 'null'], maxLength: 5 }
  expect(toSchema(text.nullable())).toEqual(expected)
  expect(
    toSchema(
      text
        .nullish()
        .transform((given) => given ?? 'none')
        .nullable(),
    ),
  ).toEqual(expected)
  expect(toSchema(z.enum(['a', 'b']).nullable())).toEqual({
    type: ['string', 'null'],
    enum: ['a', 'b', null],
  })
  expect(toSchema(z.literal('a').nullable())).toEqual({
    anyOf: [{ type: 'string', const: 'a' }, { type: 'null' }],
  })
  expect(toSchema(z.union([text, z.number()]).nullable())).toEqual({
    anyOf: [{ type: 'string', maxLength: 5 }, { type: 'number' }, { type: 'null' }],
  })
})

test('the outer description counts, else the inner one', () => {
  const inner = text.nullish().describe('inner')
  expect(toSchema(inner.nullable())).toMatchObject({ description: 'inner' })
  expect(toSchema(inner.nullable().describe('outer'))).toMatchObject({ description: 'outer' })
})

test('bounds that are none, and patterns that a format says, are left out; other patterns stay', () => {
  expect(toSchema(z.string().max(Number.MAX_SAFE_INTEGER))).toEqual({ type: 'string' })
  expect(toSchema(z.int())).toEqual({ type: 'integer' })
  expect(toSchema(z.uuid())).toEqual({ type: 'string', format: 'uuid' })
  expect(toSchema(z.string().regex(/^a/))).toEqual({ type: 'string', pattern: '^a' })
})

test('answers are open, requests are as strict as the schema; members may be called anything', () => {
  const strict = z.strictObject({ id: z.string(), pattern: z.string(), anyOf: z.string() })
  expect(toSchema(strict, 'answer')).not.toHaveProperty('additionalProperties')
  expect(toSchema(strict)).toMatchObject({
    additionalProperties: false,
    required: ['id', 'pattern', 'anyOf'],
  })
  expect(Object.keys(toSchema(strict).properties as object)).toEqual(['id', 'pattern', 'anyOf'])
})

test('any JSON value is no bound at all', () => {
  expect(toSchema(z.record(z.string(), z.json()))).toEqual({ type: 'object', additionalProperties: {} })
})

test('what has an id is a component; two with one id are refused', () => {
  const schemas = createSchemas()
  const named = z.object({ a: z.string() }).meta({ id: 'NamedForTest', description: 'A name.' })
  expect(schemas.toSchema(z.array(named), 'request')).toEqual({
    type: 'array',
    items: { $ref: '#/components/schemas/NamedForTest' },
  })
  expect(schemas.components.NamedForTest).toEqual({
    type: 'object',
    description: 'A name.',
    properties: { a: { type: 'string' } },
    required: ['a'],
  })
  const other = z.object({ b: z.string() }).meta({ id: 'NamedForTest' })
  expect(() => schemas.toSchema(other, 'request')).toThrow('NamedForTest')
})
