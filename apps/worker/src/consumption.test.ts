import { setTimeout as pause } from 'node:timers/promises'
import { jobNames } from '@intake/contracts/jobs'
import type { Queues } from '@intake/queue/create-queues'
import { RedisRefusal } from '@intake/queue/explain-refusal'
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
  ping: Queues['ping'] = () => Promise.reject(new Error('no connection')),
) {
  const reasons: string[] = []
  const consumption = watchConsumption({
    workers: { lastActivityAt: () => 0, oldestRunningAt: () => null, freeSlots: () => 2, ...workers },
    queues: { sendCanaries, ping },
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

const refuse = () => Promise.reject(new RedisRefusal('Redis is a read-only replica'))
const fail = () => Promise.reject(new Error('sending canaries took longer than 3000 ms'))

test.each<[string, Queues['sendCanaries'], Queues['ping'], string]>([
  ['refuses canaries', refuse, fail, 'taken no canary for 100 ms: Redis is a read-only replica'],
  ['answers PING but takes no canary', fail, async () => undefined, 'took longer than 3000 ms'],
])('a Redis that %s gives no jobs: the worker is stuck', async (_name, sendCanaries, ping, reason) => {
  const { consumption, reasons } = watch(sendCanaries, {}, 60_000, ping)
  await waitFor('the watch to notice', () => reasons.length > 0)
  expect(reasons[0]).toContain(reason)
  expect(() => consumption.check()).toThrow(reason)
  consumption.close()
})

test('a Redis that refuses now and then, and is away for long in between, proves nothing', async () => {
  let looks = 0
  // One refusal, 15 looks without a connection, one refusal; 20 ms each.
  const { consumption, reasons } = watch(() => (looks++ % 16 === 0 ? refuse() : fail()))
  await waitFor('two refusals', () => looks > 17)
  expect(reasons).toEqual([])
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
