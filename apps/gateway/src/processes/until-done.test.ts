import { afterEach, expect, test, vi } from 'vitest'
import { untilDone } from './until-done.ts'

afterEach(() => void vi.useRealTimers())

test('work that ended at its bound goes on until it does less', async () => {
  const parts = [5, 5, 3, 5]
  expect(await untilDone(5, async () => parts.shift() ?? 0)).toBe(13)
  expect(parts).toEqual([5])
})

test('it ends after a while, however much is left', async () => {
  vi.useFakeTimers()
  const work = async () => {
    vi.advanceTimersByTime(1000)
    return 5
  }
  expect(await untilDone(5, work)).toBe(15)
})
