import { AppError } from '@intake/contracts/app-error'
import { expect, test } from 'vitest'
import { checkTemplate } from './check-template.ts'
import { checkValue } from './check-value.ts'

const template = (item: Record<string, unknown>) => ({
  groups: [
    {
      name: 'Group',
      items: [
        { code: 'a', label: 'A', fieldType: 'TEXT', ...item },
        { code: 'document', label: 'Document', fieldType: 'FILE' },
      ],
    },
  ],
})

function faults(item: Record<string, unknown>): string[] {
  try {
    checkTemplate(template(item))
    return []
  } catch (error) {
    if (error instanceof AppError) return error.errors.map(({ pointer, code }) => `${pointer} ${code}`)
    throw error
  }
}

const at = '/groups/0/items/0'
let deep: unknown = { item: 'document', exists: true }
for (let level = 0; level < 100_000; level++) deep = { not: deep }

test.each<[Record<string, unknown>, string]>([
  [{ validationRules: { minLength: 3, maxLength: 2 } }, '/validationRules/maxLength empty_range'],
  [{ fieldType: 'NUMBER', validationRules: { min: 3, max: 2 } }, '/validationRules/max empty_range'],
  [
    { fieldType: 'DATE', validationRules: { notBefore: '2020-01-02', notAfter: '2020-01-01' } },
    '/validationRules/notAfter empty_range',
  ],
  [{ validationRules: { pattern: '(?=a)b' } }, '/validationRules/pattern unsupported_pattern'],
  [{ validationRules: { pattern: '(?<!a)b' } }, '/validationRules/pattern unsupported_pattern'],
  [{ validationRules: { pattern: '(a)\\1' } }, '/validationRules/pattern unsupported_pattern'],
  [{ validationRules: { pattern: '(?<x>a)\\k<x>' } }, '/validationRules/pattern unsupported_pattern'],
  [{ validationRules: { pattern: '.{1000}'.repeat(70) } }, '/validationRules/pattern unsupported_pattern'],
  [{ code: 'a\0' }, '/code unstorable_text'],
  [{ config: { note: 'a\0' } }, '/config unstorable_text'],
  [{ conditions: { item: 'document', exists: true } }, '/conditions file_item'],
  [{ fieldType: 'SELECT', config: { options: [1] } }, '/config/options/0 invalid_option'],
  [{ fieldType: 'SELECT', config: { options: ['x', { value: 'y' }] } }, '/config/options/1 invalid_option'],
  [{ fieldType: 'SELECT', config: { options: 'x' } }, '/config/options invalid_option'],
  [{ fieldType: 'SELECT', config: { options: [] } }, '/config/options required'],
  [{ fieldType: 'NUMBER', config: { min: '5' } }, '/config/min invalid_type'],
  [{ fieldType: 'NUMBER', config: { min: 5, max: 4 } }, '/config/max empty_range'],
  [{ config: { pattern: '(' } }, '/config/pattern invalid_value'],
  [{ config: { pattern: '(?=a)b' } }, '/config/pattern unsupported_pattern'],
  [{ fieldType: 'BANK_STATEMENT', config: { months: 0 } }, '/config/months too_short'],
  [
    { fieldType: 'BANK_STATEMENT', config: { months: 3, isPersonal: 'no' } },
    '/config/isPersonal invalid_type',
  ],
  [{ fieldType: 'BANK_STATEMENT', config: { gracePeriodDays: 1.5 } }, '/config/gracePeriodDays invalid_type'],
  [{ fieldType: 'ID', config: { type: 7 } }, '/config/type invalid_type'],
  [{ fieldType: 'TAX_RETURN', config: { years: 'two' } }, '/config/years invalid_union'],
  [{ validationRules: 'must be short' }, '/validationRules unsuitable_rule'],
  [{ validationRules: { minLenght: 3 } }, '/validationRules unrecognized_keys'],
  [{ fieldType: 'FILE', validationRules: { minLength: 3 } }, '/validationRules/minLength unsuitable_rule'],
  [{ fieldType: 'FILE', validationRules: [] }, '/validationRules too_few'],
])('fault %#: %s', (item, expected) => {
  expect(faults(item)).toEqual([at + expected])
})

test.each([
  { validationRules: { minLength: 2, maxLength: 2, pattern: '^[A-Z]{2}-\\d{4,10}$' } },
  { fieldType: 'DATE', validationRules: { notBefore: 'today', notAfter: '2020-01-01' } },
  { fieldType: 'SELECT', config: { options: ['x', { value: 'y', label: 'Y' }] } },
  { fieldType: 'NUMBER', config: { min: 5, max: 5, unit: 'kg' } },
  { fieldType: 'NUMBER', config: { min: null } },
  { config: { pattern: '^a', deprecated: true } },
  { fieldType: 'BANK_STATEMENT', config: { months: 3, gracePeriodDays: 0, isPersonal: true } },
  { fieldType: 'ID', config: { type: 'passport' }, validationRules: 'It has not expired.' },
  { fieldType: 'TAX_RETURN', config: { years: 2 }, validationRules: ['It is signed.', 'It is complete.'] },
  { fieldType: 'TAX_RETURN', config: { years: [2024, 2025] } },
  { validationRules: { pattern: '^\\u0041\\p{L}+(?<tail>x)$' } },
])('%j is taken', (item) => {
  expect(faults(item)).toEqual([])
})

test('500 items are taken, over all groups, and one more is refused', () => {
  const group = (name: string, items: number) => ({
    name,
    items: Array.from({ length: items }, (_, number) => ({
      code: `${name}${number}`,
      label: 'A',
      fieldType: 'TEXT',
    })),
  })
  expect(() => checkTemplate({ groups: [group('a', 250), group('b', 250)] })).not.toThrow()
  const fault = expect.objectContaining({ pointer: '/groups', code: 'too_many_items' })
  expect(() => checkTemplate({ groups: [group('a', 250), group('b', 251)] })).toThrow(
    expect.objectContaining({ errors: [fault] }),
  )
})

// Not in the table above: vitest would print it, and run out of stack itself.
test('depth that would overflow the stack is refused', () => {
  expect(faults({ config: { deep } })).toEqual([`${at}/config too_deep`])
  expect(faults({ conditions: deep })).toEqual([`${at}/conditions too_deep`])
})

const context = { defaultRegion: 'US', today: () => '2026-01-01' }
const check = (pattern: string, value: string) =>
  checkValue({ field_type: 'TEXT', validation_rules: { pattern }, config: null }, value, context).problem

// With a backtracking engine each of these takes longer than the age of the universe.
test.each(['^(a+)+$', '^(a|aa)+$', '^(\\w+\\s?)*$', '(x+x+)+y'])(
  '%s is matched in linear time',
  (pattern) => {
    expect(faults({ validationRules: { pattern } })).toEqual([])
    expect(check(pattern, `${(pattern.includes('x') ? 'x' : 'a').repeat(999)}!`)).toContain('of the form')
  },
)

test('patterns tell texts apart, whatever the script, and are not anchored by themselves', () => {
  expect(check('^[A-Z]{2}\\d+$', 'AB12')).toBeNull()
  expect(check('^[A-Z]{2}\\d+$', 'xAB12')).not.toBeNull()
  expect(check('\\d', 'a1b')).toBeNull()
  expect(check('^.$', '😀')).toBeNull()
  expect(check('a', 'a'.repeat(1001))).not.toBeNull()
})

test('a pattern that was stored though it cannot be used fails the value, not the call', () => {
  expect(check('(?=a)b', 'b')).toBe('The pattern of this item is not supported.')
})
