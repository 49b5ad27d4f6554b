import { expect, test } from 'vitest'
import { quantile } from './quantile.ts'

const inf = Number.POSITIVE_INFINITY

test.each([
  ['nothing seen', [], 0.5, null],
  ['no observation', [[1, 0] as const, [inf, 0] as const], 0.5, null],
  ['the middle of a bucket', [[1, 0] as const, [2, 10] as const, [inf, 10] as const], 0.5, 1.5],
  ['beyond the last bound', [[1, 1] as const, [inf, 10] as const], 0.95, 1],
  ['in any order', [[inf, 4] as const, [4, 4] as const, [2, 2] as const], 0.75, 3],
])('%s', (_, buckets, share, expected) => {
  expect(quantile(new Map(buckets), share)).toBe(expected)
})
