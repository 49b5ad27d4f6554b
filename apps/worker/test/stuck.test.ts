import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { createQueues, type Queues } from '@intake/queue/create-queues'
import { singleRedis } from '@intake/queue/redis-settings'
import { createTestDatabase, type TestDatabase } from '@intake/testing/create-test-database'
import { type RunningApp, startApp } from '@intake/testing/start-app'
import { waitFor } from '@intake/testing/wait-for'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { startDeafeningProxy } from './deafening-proxy.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

const startWorker = (env: Record<string, string>) =>
  startApp('worker', {
    DATABASE_URL: database.url,
    WORKER_STUCK_AFTER: '2s',
    WORKER_CANARY_EVERY: '200ms',
    SHUTDOWN_TIMEOUT: '4s',
    ...env,
  })

const livez = (worker: RunningApp) =>
  fetch(`${worker.url}/livez`).then(
    ({ status }) => status,
    () => null,
  )

function isAlive({ pid }: RunningApp): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** It leaves by itself. Answers its log. */
async function expectLeaving(worker: RunningApp, within = 60_000): Promise<string> {
  await waitFor('the worker to leave', () => !isAlive(worker), within)
  expect(await worker.stop()).toBe(1)
  return worker.log()
}

async function openQueues(prefix: string): Promise<Queues> {
  const queues = createQueues({ redis: singleRedis(inject('redisUrl')), prefix })
  await waitFor('the connection', () =>
    queues.ping().then(
      () => true,
      () => false,
    ),
  )
  return queues
}

test('a worker whose connection hears of no jobs any more leaves, although no lead waits yet', async () => {
  const proxy = await startDeafeningProxy(inject('redisUrl'))
  const worker = await startWorker({ REDIS_URL: proxy.url, QUEUE_PREFIX: `{${randomUUID()}}` })
  expect(await livez(worker)).toBe(200)
  proxy.deafen()
  // BullMQ gives such a connection up after six seconds; the bound here is shorter, to stand for what it doesn't mend.
  expect(await expectLeaving(worker)).toMatch(/jobs wait, but none was begun.*this worker is stuck/)
  proxy.close()
}, 120_000)

test('a worker whose handler never ends leaves, and the job is handed on', async () => {
  const prefix = `{${randomUUID()}}`
  const queues = await openQueues(prefix)
  const holder = await database.pool.connect()
  await holder.query('begin; lock table owed_enrichments in access exclusive mode')
  const env = { REDIS_URL: inject('redisUrl'), QUEUE_PREFIX: prefix, STATEMENT_TIMEOUT: '10m' }
  const worker = await startWorker({ ...env, WORKER_JOB_TIMEOUT: '2s' })
  await queues.add('timezone-inference', [
    { payload: { workspaceId: randomUUID(), leadIds: [randomUUID()] } },
  ])
  // The job holds its leaving up, so there is time to ask.
  await waitFor('liveness to fail', async () => (await livez(worker)) === 503, 60_000)
  expect(await expectLeaving(worker)).toContain('a timezone-inference job has run for more than 2000 ms')
  expect(await queues.oldestJobAt()).not.toBeNull()
  await holder.query('rollback')
  holder.release()
  const next = await startWorker(env)
  await waitFor('the job to be done', async () => (await queues.oldestJobAt()) === null, 60_000)
  expect(await next.stop()).toBe(0)
  await queues.close()
}, 180_000)

test('a worker with a paused queue full of jobs is well', async () => {
  const prefix = `{${randomUUID()}}`
  const queues = await openQueues(prefix)
  await queues.queues['timezone-inference'].pause()
  await queues.add('timezone-inference', [
    { payload: { workspaceId: randomUUID(), leadIds: [randomUUID()] } },
  ])
  const worker = await startWorker({
    REDIS_URL: inject('redisUrl'),
    QUEUE_PREFIX: prefix,
    WORKER_STUCK_AFTER: '1s',
  })
  const until = performance.now() + 3000
  await waitFor('three times the bound', async () => {
    expect(await livez(worker)).toBe(200)
    return performance.now() > until
  })
  await queues.queues['timezone-inference'].resume()
  await waitFor('the job to be done', async () => (await queues.oldestJobAt()) === null)
  expect(await worker.stop()).toBe(0)
  await queues.close()
}, 120_000)

test('a process whose event loop is blocked says so and is killed', async () => {
  const program = fileURLToPath(new URL('./block-event-loop.ts', import.meta.url))
  const child = spawn(process.execPath, ['--import', 'tsx', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise((resolve) => child.once('exit', (code, signal) => resolve({ code, signal })))
  expect(await text(child.stdout)).toContain('the event loop was blocked for 500 ms')
  expect(await ended).toEqual({ code: null, signal: 'SIGKILL' })
}, 60_000)
