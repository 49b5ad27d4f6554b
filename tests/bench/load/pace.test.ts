import { expect, test } from 'vitest'
import { createPace } from './pace.ts'

test('requests are due evenly, whether or not anybody asked in time, until the end', () => {
  const start = performance.now()
  const pace = createPace(1000, start + 60_000)
  const [first = 0, second = 0, third = 0] = [pace.next() ?? 0, pace.next() ?? 0, pace.next() ?? 0]
  expect(first - start).toBeLessThan(20)
  expect([second - first, third - second]).toEqual([1, 1].map((ms) => expect.closeTo(ms, 6)))
  expect(createPace(10, start + 50).next()).toBeNull()
})

test('without a rate a request is due at once', () => {
  const now = performance.now()
  expect(createPace(undefined, now + 60_000).next()).toBeGreaterThanOrEqual(now)
  expect(createPace(undefined, now).next()).toBeNull()
})
