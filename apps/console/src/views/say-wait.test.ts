import { expect, test } from 'vitest'
import { sayWait } from './say-wait.ts'

const now = new Date('2026-12-01T10:00:00.000Z')

test.each([
  ['2026-12-01T09:59:00.000Z', 'as soon as a worker takes it'],
  ['2026-12-01T10:00:00.000Z', 'as soon as a worker takes it'],
  ['2026-12-01T10:00:01.000Z', 'in 1 second'],
  ['2026-12-01T10:00:59.000Z', 'in 59 seconds'],
  ['2026-12-01T10:04:10.000Z', 'in 4 minutes'],
  ['2026-12-01T11:00:00.000Z', 'in 1 hour'],
  ['2026-12-02T22:00:00.000Z', 'in 2 days'],
])('until %s is told as “%s”', (at, words) => {
  expect(sayWait(new Date(at), now)).toBe(words)
})
