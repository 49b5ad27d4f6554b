import { expect, test } from 'vitest'
import { trendOf } from './trend.ts'

const over = (values: number[]) => values.map((value, index) => ({ seconds: index * 10, value }))

test('what only rises while it warms up is flat', () => {
  const trend = trendOf(over([100, 150, 200, 201, 199, 200, 200, 201, 199, 200]))
  expect(trend).toMatchObject({ median: 200, max: 201, isFlat: true })
})

test('what goes on rising is not', () => {
  const trend = trendOf(over(Array.from({ length: 20 }, (_, index) => 200 + index * 2)))
  expect(trend.isFlat).toBe(false)
  expect(trend.risePercent).toBeCloseTo((30 / 223) * 100, 5)
})
