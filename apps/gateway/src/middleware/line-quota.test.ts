import { expect, test } from 'vitest'
import { createLineQuota } from './line-quota.ts'

test('so many lines of a kind pass a second, and the next one says how many did not', () => {
  let ms = 0
  const quota = createLineQuota(2, () => ms)
  expect([quota.take(401), quota.take(401), quota.take(401), quota.take(401)]).toEqual([0, 0, null, null])
  expect(quota.take(404)).toBe(0)
  ms = 1000
  expect([quota.take(401), quota.take(401), quota.take(401)]).toEqual([2, 0, null])
  ms = 60_000
  expect(quota.take(401)).toBe(1)
})
