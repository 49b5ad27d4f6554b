import { setTimeout as pause } from 'node:timers/promises'
import { waitFor } from '@intake/testing/wait-for'
import { expect, test } from 'vitest'
import { watchConsumption } from './consumption.ts'

function watch(countWaiting: () => Promise<number>, lastActivityAt: () => number) {
  let stuck = 0
  const consumption = watchConsumption({
    workers: { lastActivityAt },
    queues: { countWaiting },
    stuckAfterMs: 100,
    onStuck: () => {
      stuck += 1
    },
  })
  return { consumption, stuck: () => stuck }
}

test('jobs wait and nothing is consumed: it says so once, and liveness fails', async () => {
  const { consumption, stuck } = watch(
    async () => 5,
    () => 0,
  )
  await waitFor('the watch to notice', () => stuck() > 0)
  expect(() => consumption.check()).toThrow('jobs wait')
  await pause(100)
  expect(stuck()).toBe(1)
  consumption.close()
})

test.each([
  ['an empty queue', async () => 0, () => 0],
  ['a busy worker', async () => 5, () => performance.now()],
  ['Redis away', () => Promise.reject(new Error('no connection')), () => 0],
])('%s is not stuck', async (_name, countWaiting, lastActivityAt) => {
  const { consumption, stuck } = watch(countWaiting, lastActivityAt)
  await pause(300)
  expect(() => consumption.check()).not.toThrow()
  expect(stuck()).toBe(0)
  consumption.close()
})
