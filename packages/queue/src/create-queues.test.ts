import { randomUUID } from 'node:crypto'
import { jobNames } from '@intake/contracts/jobs'
import { createLogger } from '@intake/runtime/logger'
import { waitFor } from '@intake/testing/wait-for'
import { Queue } from 'bullmq'
import { type ChainableCommander, Redis } from 'ioredis'
import { afterEach, beforeEach, expect, inject, test, vi } from 'vitest'
import { createQueues, type Queues } from './create-queues.ts'
import { singleRedis } from './redis-settings.ts'
import { removeRetiredQueues } from './remove-retired-queues.ts'
import { startWorkers } from './start-workers.ts'

const name = 'timezone-inference'
let prefix: string
let queues: Queues
beforeEach(async () => {
  prefix = `{test-${randomUUID()}}`
  queues = createQueues({ redis: singleRedis(inject('redisUrl')), prefix })
  await waitFor('the connection', () =>
    queues.ping().then(
      () => true,
      () => false,
    ),
  )
})
afterEach(async () => {
  vi.restoreAllMocks()
  await Promise.all(jobNames.map((each) => queues.queues[each].obliterate({ force: true })))
  await queues.close()
})

const job = (seconds?: number) => ({
  payload: { workspaceId: randomUUID(), leadIds: [randomUUID()] },
  since: seconds === undefined ? undefined : new Date(seconds * 1000),
})

test('the oldest job is the one announced first, wherever it stands; canaries are none', async () => {
  await queues.sendCanaries('me')
  expect(await queues.oldestJobAt()).toBeNull()
  await queues.add(name, [job()])
  await queues.add(name, [job(2000)])
  await queues.add('activity-enrichment', [job(3000), job(1000), job(4000)])
  expect(await queues.oldestJobAt()).toEqual(new Date(1_000_000))
})

test('jobs that wait are counted over all queues of enrichment, paused ones too', async () => {
  await queues.add(name, [job(), job()])
  await queues.queues['activity-enrichment'].pause()
  await queues.add('activity-enrichment', [job(), job(), job()])
  expect(await queues.countWaiting()).toBe(5)
})

test('without an answer the jobs that wait are not taken for none', async () => {
  const noAnswer = { llen: () => undefined, exec: async () => null }
  vi.spyOn(Redis.prototype, 'pipeline').mockReturnValue(noAnswer as unknown as ChainableCommander)
  await expect(queues.countWaiting()).rejects.toThrow('no answer')
})

test('hints are neither waited for nor counted, and left out when many wait', async () => {
  const hints = (count: number) =>
    queues.add(
      'webhook-delivery',
      Array.from({ length: count }, () => job()),
    )
  await hints(500)
  expect(await queues.oldestJobAt()).toBeNull()
  expect(await queues.countWaiting()).toBe(0)
  await hints(1)
  expect(await queues.queues['webhook-delivery'].getWaitingCount()).toBe(500)
})

test('a retry is the later the more there were, never all at the same moment', () => {
  const { attempts, backoff } = queues.queues[name].defaultJobOptions
  expect(attempts).toBeGreaterThan(1)
  expect(backoff).toMatchObject({ type: 'exponential', delay: expect.any(Number), jitter: 0.5 })
})

test('few enough finished jobs are kept for a Redis of half a gigabyte', () => {
  const kept = jobNames.map((each) => queues.queues[each].defaultJobOptions)
  for (const { removeOnComplete, removeOnFail } of kept) {
    expect(removeOnComplete).toMatchObject({ count: 300 })
    expect(removeOnFail).toMatchObject({ count: 300 })
  }
})

test('queues of earlier versions go, jobs included, and no other', async () => {
  const redis = new Redis(inject('redisUrl'), { maxRetriesPerRequest: null })
  const old = new Queue('lead-enrichment', { connection: redis, prefix })
  await old.addBulk([{ name: 'lead-enrichment', data: {} }])
  await queues.add(name, [job()])
  await removeRetiredQueues(queues)
  await removeRetiredQueues(queues)
  expect(await redis.keys(`${prefix}:lead-enrichment*`)).toEqual([])
  expect(await queues.countWaiting()).toBe(1)
  await old.close()
  redis.disconnect()
})

test('one canary a sender and queue waits at most; none is sent into a paused queue', async () => {
  await queues.queues[name].pause()
  await queues.sendCanaries('me')
  await queues.sendCanaries('me')
  await queues.sendCanaries('you')
  expect(await queues.queues[name].getWaitingCount()).toBe(0)
  expect(await queues.queues['duplicate-matching'].getWaitingCount()).toBe(2)
  const reports = await queues.sendCanaries('me')
  expect(reports[name]).toEqual({ paused: true, waiting: 0, returned: true })
  expect(reports['duplicate-matching']).toEqual({ paused: false, waiting: 2, returned: false })
})

test('a worker takes canaries without a handler, and nothing of them stays', async () => {
  const never = () => Promise.reject(new Error('no handler should run'))
  const workers = startWorkers({
    redis: singleRedis(inject('redisUrl')),
    prefix,
    handlers: {
      'timezone-inference': never,
      'duplicate-matching': never,
      'activity-enrichment': never,
      'submission-processing': never,
      'source-reconcile': never,
      'suppression-enforcement': never,
      'lead-erasure': never,
      'webhook-delivery': never,
    },
    onDead: never,
    logger: createLogger({ name: 'test', level: 'silent' }),
  })
  const before = performance.now()
  await queues.sendCanaries('me')
  for (let round = 0; round < 2; round++)
    await waitFor('the canaries to return', async () =>
      Object.values(await queues.sendCanaries('me')).every(({ returned }) => returned),
    )
  await waitFor('all to be taken', async () => (await queues.countWaiting()) === 0)
  for (const each of jobNames) {
    expect(workers.lastActivityAt(each)).toBeGreaterThan(before)
    expect(workers.oldestRunningAt(each)).toBeNull()
  }
  await workers.close()
  for (const each of jobNames)
    expect(await queues.queues[each].getJobCounts('completed', 'failed')).toEqual({ completed: 0, failed: 0 })
})
