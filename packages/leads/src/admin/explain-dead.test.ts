import { expect, test } from 'vitest'
import { explainDead } from './explain-dead.ts'

test.each([
  ['SQLSTATE 53100', 'disk was full'],
  ['SQLSTATE 53300', 'connections'],
  ['SQLSTATE 57014', 'took too long'],
  ['SQLSTATE 40P01', 'other changes'],
  ['SQLSTATE 42P01', 'schema'],
  ['SQLSTATE 22021', 'can’t be stored'],
  ['job stalled more than allowable limit', 'each time it had this lead'],
  ['TypeError', 'failed at every try'],
])('%s is told in words', (reason, words) => {
  expect(explainDead(reason).cause).toContain(words)
})

test('a lead without a reason is told of too', () => {
  expect(explainDead(null).cure).toContain('log')
})
