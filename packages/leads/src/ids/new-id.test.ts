import { validate, version } from 'uuid'
import { afterEach, expect, test, vi } from 'vitest'
import { newId } from './new-id.ts'

afterEach(() => {
  vi.useRealTimers()
})

test('ids are UUIDs of version 7, each greater than the one before, over many draws of random bytes', () => {
  const ids = Array.from({ length: 20_000 }, newId)
  expect(ids.every((id) => validate(id) && version(id) === 7)).toBe(true)
  expect(ids.toSorted()).toEqual(ids)
  expect(new Set(ids).size).toBe(ids.length)
})

test('they begin with the time, and grow although the clock stands still or goes back', () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  const later = new Date('2030-01-01T00:00:00.123Z')
  vi.setSystemTime(later)
  const first = newId()
  expect(Number.parseInt(first.replace('-', '').slice(0, 12), 16)).toBe(later.getTime())
  const second = newId()
  vi.setSystemTime(later.getTime() - 60_000)
  const third = newId()
  expect([third, first, second].toSorted()).toEqual([first, second, third])
})

test('the parts that are random differ', () => {
  const tails = Array.from({ length: 1000 }, () => newId().slice(-12))
  expect(new Set(tails).size).toBe(1000)
})
