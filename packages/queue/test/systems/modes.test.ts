import { randomUUID } from 'node:crypto'
import { jobNames } from '@intake/contracts/jobs'
import { createLogger } from '@intake/runtime/logger'
import { parseConfig } from '@intake/runtime/parse-config'
import { type RedisCluster, startRedisCluster } from '@intake/testing/start-redis-cluster'
import { type RedisSentinels, startRedisSentinels } from '@intake/testing/start-redis-sentinels'
import { waitFor } from '@intake/testing/wait-for'
import { afterAll, beforeAll, expect, inject, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { createQueues, type Queues } from '../../src/create-queues.ts'
import { RedisRefusal } from '../../src/explain-refusal.ts'
import { createRateLimiter } from '../../src/rate-limiter.ts'
import { checkRedisSettings, redisSettings, redisSettingsOf } from '../../src/redis-settings.ts'
import { startWorkers } from '../../src/start-workers.ts'

let cluster: RedisCluster
let sentinels: RedisSentinels
beforeAll(async () => {
  ;[cluster, sentinels] = await Promise.all([startRedisCluster(), startRedisSentinels()])
})
afterAll(() => Promise.all([cluster.close(), sentinels.close()]))

const schema = z.object(redisSettings()).superRefine(checkRedisSettings)
const settings = (env: Record<string, string>) => redisSettingsOf(parseConfig(schema, env))

function openQueues(env: Record<string, string>): Queues {
  const queues = createQueues({ redis: settings(env) })
  onTestFinished(() => queues.close())
  return queues
}

test.each(['cluster', 'sentinel'])(
  'queues, workers and rate limits work with REDIS_MODE=%s',
  async (mode) => {
    const { env } = mode === 'cluster' ? cluster : sentinels
    const queues = openQueues(env)
    expect(await waitFor('the check to pass', () => queues.check().catch(() => null))).toEqual([])
    await queues.sendCanaries('me')
    const job = () => ({ payload: { workspaceId: randomUUID(), leadIds: [randomUUID()] } })
    for (const name of jobNames) await queues.add(name, [job(), job(), job()])
    expect(await queues.countWaiting()).toBeGreaterThanOrEqual(9)
    expect((await queues.redisMemory()).usedBytes).toBeGreaterThan(100_000)
    expect(await queues.oldestJobAt()).toBeInstanceOf(Date)

    let done = 0
    const handler = async () => {
      done += 1
      return undefined
    }
    const workers = startWorkers({
      redis: settings(env),
      handlers: Object.fromEntries(jobNames.map((name) => [name, handler])) as Record<
        (typeof jobNames)[number],
        typeof handler
      >,
      onDead: async () => undefined,
      logger: createLogger({ name: 'test', level: 'silent' }),
    })
    await waitFor('all to be done', () => done === jobNames.length * 3)
    await waitFor('the canaries to return', async () =>
      Object.values(await queues.sendCanaries('me')).every(({ returned }) => returned),
    )
    await workers.close()

    const limiters = [1, 2].map(() => createRateLimiter({ redis: settings(env), answerWithinMs: 2000 }))
    const limit = { perSecond: 0.01, burst: 5 }
    // Keys whose buckets lie on several nodes; each is counted by both.
    for (const number of [1, 2, 3, 4])
      await waitFor('both to count in Redis', async () => {
        const key = `${number} ${performance.now()}`
        await limiters[0]?.take(key, limit)
        return (await limiters[1]?.take(key, limit))?.remaining === 3
      })
    for (const limiter of limiters) limiter.close()
  },
)

test('what does not fit the mode is told', async () => {
  const refusal = (env: Record<string, string>) => {
    const queues = openQueues(env)
    return waitFor('a refusal', () =>
      queues.check().then(
        () => null,
        (error: unknown) => (error instanceof RedisRefusal ? error.message : null),
      ),
    )
  }
  const single = inject('redisUrl')
  expect(await refusal({ REDIS_MODE: 'cluster', REDIS_URL: single })).toBe(
    'this Redis is no cluster: it needs REDIS_MODE=single',
  )
  expect(await refusal({ ...sentinels.env, REDIS_SENTINEL_MASTER: 'another' })).toBe(
    'the sentinels know no primary by the name of REDIS_SENTINEL_MASTER',
  )
  expect(await refusal({ ...sentinels.env, REDIS_SENTINEL_PASSWORD: 'wrong' })).toMatch(
    /refuses the user or the password/,
  )
  const nodes = new URL(single).host
  expect(
    await refusal({
      REDIS_MODE: 'sentinel',
      REDIS_NODES: nodes,
      REDIS_SENTINEL_MASTER: 'x',
      REDIS_SENTINEL_PASSWORD: new URL(single).password,
    }),
  ).toBe('REDIS_NODES are no sentinels: REDIS_MODE=sentinel needs those')
})

test('a node of a cluster that happens to keep the keys works in single mode, with a warning', async () => {
  const owner = await cluster.ownerOf(await cluster.slotOf('{intake}'))
  const queues = openQueues({ REDIS_URL: owner.url })
  expect(await waitFor('the check to pass', () => queues.check().catch(() => null))).toEqual([
    'Redis is a node of a cluster: set REDIS_MODE=cluster, as its slots may move',
  ])
})
