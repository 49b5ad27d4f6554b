import { setTimeout as pause } from 'node:timers/promises'
import { jobNames } from '@intake/contracts/jobs'
import type { Queues } from '@intake/queue/create-queues'
import { waitFor } from '@intake/testing/wait-for'
import { expect, test } from 'vitest'
import { type ConsumptionOptions, watchConsumption } from './consumption.ts'

type Report = Awaited<ReturnType<Queues['sendCanaries']>>['timezone-inference']

/** The same report for every queue but those that are named. */
function reports(common: Report, named: Partial<Record<string, Report>> = {}) {
  const all = jobNames.map((name) => [name, named[name] ?? common])
  return async () => Object.fromEntries(all) as Awaited<ReturnType<Queues['sendCanaries']>>
}
const quiet: Report = { paused: false, waiting: 0, returned: true }
const full: Report = { paused: false, waiting: 5, returned: false }

function watch(
  sendCanaries: Queues['sendCanaries'],
  workers: Partial<ConsumptionOptions['workers']> = {},
  jobTimeoutMs = 60_000,
) {
  const reasons: string[] = []
  const consumption = watchConsumption({
    workers: { lastActivityAt: () => 0, oldestRunningAt: () => null, freeSlots: () => 2, ...workers },
    queues: { sendCanaries },
    sender: 'test',
    everyMs: 20,
    stuckAfterMs: 100,
    jobTimeoutMs,
    onStuck: (reason) => void reasons.push(reason),
  })
  return { consumption, reasons }
}

test('jobs wait and nothing is consumed: it says so once, and liveness fails', async () => {
  const { consumption, reasons } = watch(reports(full))
  await waitFor('the watch to notice', () => reasons.length > 0)
  expect(() => consumption.check()).toThrow('timezone-inference jobs wait')
  await pause(100)
  expect(reasons).toHaveLength(1)
  consumption.close()
})

test('one queue that is not consumed is enough, however busy the others are', async () => {
  const { consumption, reasons } = watch(reports(quiet, { 'duplicate-matching': full }), {
    lastActivityAt: (name) => (name === 'duplicate-matching' ? 0 : performance.now()),
  })
  await waitFor('the watch to notice', () => reasons.length > 0)
  expect(reasons[0]).toMatch(/^duplicate-matching jobs wait/)
  consumption.close()
})

test('a job that does not end is told, although nothing waits', async () => {
  const { consumption, reasons } = watch(reports(quiet), { oldestRunningAt: () => 0 }, 50)
  await waitFor('the watch to notice', () => reasons.length > 0)
  expect(reasons[0]).toContain('has run for more than 50 ms')
  consumption.close()
})

test.each<[string, Queues['sendCanaries'], () => number]>([
  ['an empty queue', reports(quiet), () => 0],
  ['a paused queue', reports({ paused: true, waiting: 0, returned: false }), () => 0],
  ['a busy worker', reports(full), () => performance.now()],
  ['Redis away', () => Promise.reject(new Error('no connection')), () => 0],
])('%s is not stuck', async (_name, sendCanaries, lastActivityAt) => {
  const { consumption, reasons } = watch(sendCanaries, { lastActivityAt })
  await pause(300)
  expect(() => consumption.check()).not.toThrow()
  expect(reasons).toEqual([])
  consumption.close()
})

test('a worker whose slots are all taken by long jobs is not stuck, however much waits', async () => {
  const { consumption, reasons } = watch(reports(full), { oldestRunningAt: () => 0, freeSlots: () => 0 })
  await pause(300)
  expect(() => consumption.check()).not.toThrow()
  expect(reasons).toEqual([])
  consumption.close()
})
