import { expect, test } from 'vitest'
import { quantile } from './figures.ts'

test.each([
  [[], 0.5, 0],
  [[7], 0.95, 7],
  [[3, 1, 2], 0.5, 2],
  [[4, 3, 2, 1], 0.5, 2],
  [Array.from({ length: 100 }, (_, index) => index + 1), 0.95, 95],
])('a quantile is one of the values', (values, part, expected) => {
  expect(quantile(values, part)).toBe(expected)
})
