import { describe, expect, test } from 'vitest'
import { ChecklistTemplateFile, Condition, fieldTypes, fileFieldTypes, ValidationRules } from './checklist.ts'

const file = (item: Record<string, unknown>) => ({
  groups: [{ name: 'Group', items: [{ code: 'a', label: 'A', fieldType: 'TEXT', ...item }] }],
})

describe('a template file', () => {
  test('fills in what may be left out', () => {
    expect(ChecklistTemplateFile.parse(file({})).groups[0]).toEqual({
      name: 'Group',
      conditions: null,
      items: [
        {
          code: 'a',
          label: 'A',
          fieldType: 'TEXT',
          isRequired: true,
          conditions: null,
          validationRules: null,
          agentInstructions: null,
          clientInstructions: null,
          config: null,
        },
      ],
    })
  })

  test.each([
    ['no groups', { groups: [] }],
    ['a group without items', { groups: [{ name: 'Group', items: [] }] }],
    ['a misspelt member', file({ isRequried: false })],
    ['an unknown field type', file({ fieldType: 'COLOUR' })],
    ['a blank code', file({ code: ' ' })],
    ['a label that can’t be stored', file({ label: 'a\0' })],
    ['an unknown rule', file({ validationRules: { minimum: 1 } })],
  ])('with %s is refused', (_name, input) => {
    expect(ChecklistTemplateFile.safeParse(input).success).toBe(false)
  })
})

describe('a condition', () => {
  test.each([
    { item: 'a', equals: 'x' },
    { item: 'a', notEquals: 3 },
    { item: 'a', in: ['x', true] },
    { item: 'a', exists: false },
    { item: 'a', greaterThan: 1 },
    { item: 'a', atLeast: 1 },
    { item: 'a', lessThan: 1 },
    { item: 'a', atMost: 1 },
    { all: [{ any: [{ not: { item: 'a', exists: true } }] }] },
  ])('%j is taken', (condition) => {
    expect(Condition.parse(condition)).toEqual(condition)
  })

  test.each([
    {},
    'a',
    { item: 'a' },
    { equals: 'x' },
    { item: 'a', equals: 'x', exists: true },
    { item: 'a', equals: {} },
    { item: 'a', in: [] },
    { item: 'a', greaterThan: '1' },
    { all: [] },
    { not: [] },
  ])('%j is refused', (condition) => {
    expect(Condition.safeParse(condition).success).toBe(false)
  })
})

describe('validation rules', () => {
  test.each([{ pattern: '^[A-Z]+$' }, { notAfter: 'today' }, { notBefore: '2020-02-29' }, { min: -1.5 }])(
    '%j are taken',
    (rules) => {
      expect(ValidationRules.parse(rules)).toEqual(rules)
    },
  )

  test.each([
    { pattern: '(' },
    { pattern: '' },
    { notAfter: 'tomorrow' },
    { notBefore: '2021-02-29' },
    { minLength: -1 },
  ])('%j are refused', (rules) => {
    expect(ValidationRules.safeParse(rules).success).toBe(false)
  })
})

test('the file types are field types', () => {
  expect([...fileFieldTypes]).toEqual(['FILE', 'BANK_STATEMENT', 'ID', 'TAX_RETURN'])
  expect([...fileFieldTypes].every((type) => fieldTypes.includes(type))).toBe(true)
})
