import { expect, onTestFinished, test, vi } from 'vitest'
import { createBadKeys, maxBadKeys } from './bad-keys.ts'

test('an address has its look-ups again after a minute', () => {
  vi.useFakeTimers({ toFake: ['performance'] })
  onTestFinished(() => void vi.useRealTimers())
  const badKeys = createBadKeys()
  for (let time = 0; time < maxBadKeys; time++) {
    expect(badKeys.wait('203.0.113.7')).toBe(0)
    badKeys.note('203.0.113.7')
  }
  expect(badKeys.wait('203.0.113.7')).toBe(60)
  expect(badKeys.wait('203.0.113.8')).toBe(0)
  vi.advanceTimersByTime(59_500)
  expect(badKeys.wait('203.0.113.7')).toBe(1)
  vi.advanceTimersByTime(500)
  expect(badKeys.wait('203.0.113.7')).toBe(0)
})

test('the addresses of one IPv6 network count as one, and many addresses push the quiet ones out', () => {
  const badKeys = createBadKeys()
  for (let time = 0; time < maxBadKeys; time++) badKeys.note(`2001:db8::${time}`)
  expect(badKeys.wait('2001:db8::ffff')).toBeGreaterThan(0)
  for (let one = 0; one < 10_000; one++) badKeys.note(`2001:db8:1:${one.toString(16)}::1`)
  expect(badKeys.wait('2001:db8::ffff')).toBe(0)
})
