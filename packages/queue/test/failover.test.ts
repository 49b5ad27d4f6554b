import { randomUUID } from 'node:crypto'
import { jobNames } from '@intake/contracts/jobs'
import { createLogger } from '@intake/runtime/logger'
import { redisCommand } from '@intake/testing/redis-command'
import { type RedisPair, startRedisPair } from '@intake/testing/start-redis-pair'
import { startTcpProxy, type TcpProxy } from '@intake/testing/start-tcp-proxy'
import { waitFor } from '@intake/testing/wait-for'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createQueues, type Queues } from '../src/create-queues.ts'
import { RedisRefusal } from '../src/explain-refusal.ts'
import { singleRedis } from '../src/redis-settings.ts'
import { type JobHandler, startWorkers, type Workers } from '../src/start-workers.ts'

const name = 'activity-enrichment'
let pair: RedisPair
let proxy: TcpProxy
let queues: Queues
let workers: Workers | undefined

beforeEach(async () => {
  pair = await startRedisPair()
  proxy = await startTcpProxy(pair.first.port)
  queues = createQueues({ redis: throughProxy() })
  await waitFor('the connection', isUsable)
})
afterEach(async () => {
  await workers?.close()
  workers = undefined
  await queues.close()
  proxy.close()
  await pair.close()
})

const throughProxy = () => singleRedis(`redis://:${pair.password}@127.0.0.1:${proxy.port}`)
const isUsable = () =>
  queues.check().then(
    () => true,
    () => false,
  )
const job = () => ({ payload: { workspaceId: randomUUID(), leadIds: [randomUUID()] } })

/** Workers whose handler of `name` is this one. */
function start(handler: JobHandler): void {
  const handlers = Object.fromEntries(jobNames.map((each) => [each, handler])) as Record<
    (typeof jobNames)[number],
    JobHandler
  >
  workers = startWorkers({
    redis: throughProxy(),
    handlers,
    onDead: async () => undefined,
    logger: createLogger({ name: 'test', level: 'silent' }),
  })
}

test('jobs for a primary that was demoted are refused, not dropped; the new one behind the address takes the next', async () => {
  await pair.promote(pair.second)
  await expect(queues.add(name, [job(), job()])).rejects.toThrow(RedisRefusal)
  proxy.pointTo(pair.second.port)
  await waitFor('the new primary', isUsable)
  await queues.add(name, [job(), job()])
  expect(await queues.countWaiting()).toBe(2)
})

test('workers leave a demoted primary though their sockets stay open, and a job that ends meanwhile is done once', async () => {
  const runs = new Map<string, number>()
  let begun = 0
  let finish: () => void = () => undefined
  const mayEnd = new Promise<void>((resolve) => {
    finish = resolve
  })
  start(async ({ leadIds: [id = ''] }) => {
    begun += 1
    runs.set(id, (runs.get(id) ?? 0) + 1)
    if (begun === 1) await mayEnd
  })
  await queues.add(name, [job()])
  await waitFor('the job to begin', () => begun === 1)

  await pair.promote(pair.second)
  proxy.pointTo(pair.second.port)
  finish()
  await waitFor('the new primary', isUsable)
  await queues.add(name, [job(), job(), job()])
  await waitFor('all to be done', async () => {
    const { completed, failed, active } = await queues.queues[name].getJobCounts(
      'completed',
      'failed',
      'active',
    )
    return completed === 4 && failed === 0 && active === 0
  })
  expect([...runs.values()]).toEqual([1, 1, 1, 1])
})

test('a server that has gone without closing its sockets is left', async () => {
  start(async () => undefined)
  await queues.add(name, [job()])
  await waitFor('the job to be done', async () => (await queues.oldestJobAt()) === null)
  process.kill(pair.first.pid, 'SIGSTOP')
  try {
    await redisCommand(pair.second.url, 'REPLICAOF NO ONE')
    proxy.pointTo(pair.second.port)
    await waitFor('the new primary', isUsable)
    await queues.add(name, [job()])
    await waitFor('the workers to find it, too', async () => (await queues.oldestJobAt()) === null, 40_000)
  } finally {
    process.kill(pair.first.pid, 'SIGCONT')
  }
}, 60_000)
