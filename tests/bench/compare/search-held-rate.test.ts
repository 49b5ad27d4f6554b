import { expect, test } from 'vitest'
import { searchHeldRate } from './search-held-rate.ts'

/** A service that enriches so many leads a second at most, and accepts more. */
const enrichesAtMost = (most: number) => async (rate: number) => ({
  accepted: rate,
  enriched: Math.min(rate, most),
  isHeld: rate <= most,
})

test.each([1300, 1000, 850])('finds a rate just below what is enriched, from %i', async (first) => {
  const { best, next } = await searchHeldRate(first, enrichesAtMost(1000))
  expect(best?.enriched).toBe(next)
  expect(next).toBeLessThanOrEqual(1000)
  expect(next).toBeGreaterThan(950)
})

test('says that nothing was held, and goes on from below', async () => {
  const { best, next } = await searchHeldRate(1000, enrichesAtMost(0))
  expect(best).toBeNull()
  expect(next).toBeLessThan(100)
})
