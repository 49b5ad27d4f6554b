import { expect, test } from 'vitest'
import { planName, preparedName } from './prepared.ts'

test('a statement is named by what stands at its end', () => {
  expect(preparedName('select 1\n/* prepared read-leads-3 */')).toBe('read-leads-3')
  expect(preparedName('select 1')).toBeNull()
  expect(preparedName('/* prepared x-0 */ select 1')).toBeNull()
  expect(preparedName('select 1 /* anything */')).toBeNull()
})

test('a plan is made anew with each doubling of its runs', () => {
  const names = Array.from({ length: 9 }, () => planName('of this test'))
  expect(names.map((name) => name.split('-').at(-1))).toEqual(['0', '1', '1', '2', '2', '2', '2', '3', '3'])
  expect(planName('another')).toBe('another-0')
})
