import { expect, test } from 'vitest'
import { parseSpan } from './parse-span.ts'

test('a span has a number and a unit', () => {
  expect(['0s', '90s', '15m', '2h', '7d'].map(parseSpan)).toEqual([
    0, 90_000, 900_000, 7_200_000, 604_800_000,
  ])
})

test.each(['', '15', '-1m', '1.5h', '15 m', '1w'])('%j is refused', (text) => {
  expect(() => parseSpan(text)).toThrow('Give a span such as')
})
