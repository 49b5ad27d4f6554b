import { expect, test } from 'vitest'
import { createDatabaseClock } from './database-clock.ts'

const noon = Date.parse('2026-11-28T12:00:00.000Z')

function stepped() {
  let ms = 5000
  const clock = createDatabaseClock(() => ms)
  return { clock, pass: (passed: number) => (ms += passed) }
}

test('it knows no time before it heard one, and none after it was told to forget', () => {
  const { clock, pass } = stepped()
  expect(clock.now()).toBeNull()
  clock.heard(new Date(noon))
  pass(1.5)
  expect(clock.now()).toEqual(new Date(noon + 1))
  clock.forget()
  expect(clock.now()).toBeNull()
})

test('of several answers the one that came the shortest way counts', () => {
  const { clock, pass } = stepped()
  // It says what time it was 40 ms ago.
  clock.heard(new Date(noon))
  pass(100)
  // 5 ms ago.
  clock.heard(new Date(noon + 135))
  expect(clock.now()).toEqual(new Date(noon + 135))
  pass(100)
  // 80 ms ago.
  clock.heard(new Date(noon + 160))
  expect(clock.now()).toEqual(new Date(noon + 235))
})

test('an answer of more than a minute ago is replaced by any newer one, without going back', () => {
  const { clock, pass } = stepped()
  clock.heard(new Date(noon))
  pass(30_000)
  clock.heard(new Date(noon + 29_900))
  pass(30_001)
  expect(clock.now()).toEqual(new Date(noon + 60_001))
  clock.heard(new Date(noon + 59_900))
  expect(clock.now()).toEqual(new Date(noon + 60_001))
  pass(200)
  expect(clock.now()).toEqual(new Date(noon + 60_100))
})

test('after a minute without an answer it doesn’t know the time', () => {
  const { clock, pass } = stepped()
  clock.heard(new Date(noon))
  pass(60_000)
  expect(clock.now()).toEqual(new Date(noon + 60_000))
  pass(1)
  expect(clock.now()).toBeNull()
})
