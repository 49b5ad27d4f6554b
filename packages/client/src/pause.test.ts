import { expect, test } from 'vitest'
import { parseRetryAfter, pause, pauseAfter } from './pause.ts'

const bounds = { backoffMs: 100, maxBackoffMs: 1000, maxRetryAfterMs: 5000 }

test('the bound of the pause doubles up to the greatest, and any time up to it is possible', () => {
  const longest = [1, 2, 3, 4, 5, 6].map((attempt) => pauseAfter(attempt, undefined, bounds, () => 1))
  expect(longest).toEqual([100, 200, 400, 800, 1000, 1000])
  expect(pauseAfter(3, undefined, bounds, () => 0)).toBe(0)
  expect(pauseAfter(3, undefined, bounds, () => 0.5)).toBe(200)
})

test('Retry-After is waited for, and then the jitter; too long a one is not', () => {
  expect(pauseAfter(1, 2000, bounds, () => 0)).toBe(2000)
  expect(pauseAfter(2, 2000, bounds, () => 1)).toBe(2200)
  expect(pauseAfter(1, 5000, bounds, () => 0)).toBe(5000)
  expect(pauseAfter(1, 5001, bounds, () => 0)).toBeNull()
})

test('Retry-After holds seconds or a date', () => {
  const now = Date.parse('2026-11-24T09:00:00Z')
  expect(parseRetryAfter('3', now)).toBe(3000)
  expect(parseRetryAfter(' 0 ', now)).toBe(0)
  expect(parseRetryAfter('Tue, 24 Nov 2026 09:00:20 GMT', now)).toBe(20_000)
  expect(parseRetryAfter('Tue, 24 Nov 2026 08:00:00 GMT', now)).toBe(0)
  for (const header of [null, '', 'soon']) expect(parseRetryAfter(header, now)).toBeUndefined()
})

test('a pause ends with its signal', async () => {
  const reason = new Error('enough')
  const controller = new AbortController()
  const waiting = pause(3600_000, controller.signal)
  controller.abort(reason)
  await expect(waiting).rejects.toBe(reason)
  await expect(pause(3600_000, controller.signal)).rejects.toBe(reason)
})
