import { randomUUID } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type JobName, jobNames } from '@intake/contracts/jobs'
import { type RunningRedis, startRedis } from '@intake/embedded/start-redis'
import { createLogger } from '@intake/runtime/logger'
import { redisCommand } from '@intake/testing/redis-command'
import { startRedisPair } from '@intake/testing/start-redis-pair'
import { waitFor } from '@intake/testing/wait-for'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createQueues, type Queues } from '../src/create-queues.ts'
import { RedisRefusal } from '../src/explain-refusal.ts'
import { createRateLimiter } from '../src/rate-limiter.ts'
import { singleRedis } from '../src/redis-settings.ts'
import { startWorkers } from '../src/start-workers.ts'
import { watchRedis } from '../src/watch-redis.ts'

let directory: string
let redis: RunningRedis
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'intake-unusable-'))
  redis = await startRedis({ dataDir: join(directory, 'redis') })
})
afterAll(async () => {
  await redis.stop()
  await rm(directory, { recursive: true, force: true })
})

/** Lets `look` see queues at an address, and closes them. */
async function withQueues<Seen>(url: string, look: (queues: Queues) => Promise<Seen>): Promise<Seen> {
  const queues = createQueues({ redis: singleRedis(url) })
  try {
    return await look(queues)
  } finally {
    await queues.close()
  }
}

/** Why the queues can't use the server at an address. */
const refusalAt = (url: string) =>
  withQueues(url, (queues) =>
    waitFor('a refusal', () =>
      queues.check().then(
        () => null,
        (error: unknown) => (error instanceof RedisRefusal ? error.message : null),
      ),
    ),
  )

/** What is wrong short of that. */
const warningsAt = (url: string) =>
  withQueues(url, (queues) => waitFor('the check to pass', () => queues.check().catch(() => null)))

test('a database that is not there is refused, and nothing is written into another', async () => {
  expect(await refusalAt(`${redis.url}/99`)).toBe('Redis has no database of the number in REDIS_URL')
  expect(await redisCommand(redis.url, 'DBSIZE')).toContain(':0\r\n')
  expect(await warningsAt(`${redis.url}/3`)).toEqual([])
})

test('a wrong password is told, and none at all', async () => {
  const wrong = new URL(redis.url)
  wrong.password = 'wrong'
  expect(await refusalAt(wrong.href)).toBe('Redis refuses the user or the password')
  wrong.password = ''
  expect(await refusalAt(wrong.href)).toBe('Redis wants a password')
})

test.each([
  ['+@all -xadd', '~*', 'the user of Redis may not run XADD (NOPERM)'],
  ['+@all -info', '~*', 'the user of Redis may not run INFO (NOPERM)'],
  ['+@all -eval', '~*', 'the user of Redis may not run EVAL (NOPERM)'],
  ['+@all', '~other:*', 'the user of Redis may not touch the keys of QUEUE_PREFIX (NOPERM)'],
])('rights that are missing are told: %s %s', async (commands, keys, reason) => {
  await redisCommand(redis.url, `ACL SETUSER few reset on >secret ${keys} &* ${commands}`)
  const url = new URL(redis.url)
  Object.assign(url, { username: 'few', password: 'secret' })
  expect(await refusalAt(url.href)).toBe(reason)
})

test('what only an added job needs is told once one was refused, until one is taken', async () => {
  await redisCommand(redis.url, 'ACL SETUSER some reset on >secret ~* &* +@all -hmset')
  const url = new URL(redis.url)
  Object.assign(url, { username: 'some', password: 'secret' })
  await withQueues(url.href, async (queues) => {
    await waitFor('the connection', () =>
      queues.ping().then(
        () => true,
        () => false,
      ),
    )
    const job = { payload: { workspaceId: randomUUID(), leadIds: [randomUUID()] } }
    await queues.check()
    await expect(queues.add('activity-enrichment', [job])).rejects.toThrow(
      'lacks rights that the queues need',
    )
    await expect(queues.check()).rejects.toThrow('lacks rights that the queues need')
    await redisCommand(redis.url, 'ACL SETUSER some +hmset')
    await queues.add('activity-enrichment', [job])
    await queues.check()
  })
})

test('the rights that docs/redis.md gives suffice for queues, workers and rate limits', async () => {
  const page = await readFile(new URL('../../../docs/redis.md', import.meta.url), 'utf8')
  await redisCommand(redis.url, /ACL SETUSER intake .*/.exec(page)?.[0] ?? '')
  const url = new URL(redis.url)
  Object.assign(url, { username: 'intake', password: 'secret' })
  expect(await warningsAt(url.href)).toEqual([])
  const errors: string[] = []
  const logger = createLogger({
    name: 'test',
    level: 'info',
    destination: { write: (line) => void errors.push(line) },
  })
  await withQueues(url.href, async (queues) => {
    await waitFor('the connection', () => queues.check().catch(() => null))
    let done = 0
    const handler = async () => {
      done += 1
      if (done === 1) throw new Error('to be tried again')
      return undefined
    }
    const workers = startWorkers({
      redis: singleRedis(url.href),
      handlers: Object.fromEntries(jobNames.map((name) => [name, handler])) as Record<
        JobName,
        typeof handler
      >,
      onDead: async () => undefined,
      logger,
    })
    await queues.add('activity-enrichment', [
      { payload: { workspaceId: randomUUID(), leadIds: [randomUUID()] } },
    ])
    await waitFor('a second try', () => done === 2)
    await queues.sendCanaries('me')
    await waitFor('the canaries to return', async () =>
      Object.values(await queues.sendCanaries('me')).every(({ returned }) => returned),
    )
    await queues.inspect()
    await queues.redisMemory()
    await workers.close()
  })
  const limiter = createRateLimiter({
    redis: singleRedis(url.href),
    answerWithinMs: 2000,
    onError: (error) => void errors.push(error.message),
  })
  await waitFor('a bucket in Redis', async () => {
    await limiter.take('key', { perSecond: 1, burst: 5 })
    return (await redisCommand(redis.url, 'EXISTS {intake:rate:key}')).includes(':1\r\n')
  })
  limiter.close()
  expect(errors.filter((line) => /NOPERM|can't run/.test(line))).toEqual([])
})

test('an eviction policy that drops jobs is a warning', async () => {
  await redisCommand(redis.url, 'CONFIG SET maxmemory-policy allkeys-lru')
  expect(await warningsAt(redis.url)).toEqual([
    'Redis may evict jobs: maxmemory-policy is allkeys-lru, and should be noeviction',
  ])
  await redisCommand(redis.url, 'CONFIG SET maxmemory-policy noeviction')
})

test('a full Redis is told once, and that it is well again', async () => {
  const lines: string[] = []
  const logger = createLogger({
    name: 'test',
    level: 'info',
    destination: { write: (line) => void lines.push(JSON.parse(line).msg) },
  })
  await withQueues(redis.url, async (queues) => {
    await waitFor('the connection', () => queues.check().catch(() => null))
    const watch = watchRedis({ queues, logger })
    expect(await watch.check()).toBeUndefined()
    await redisCommand(redis.url, 'CONFIG SET maxmemory 1')
    await waitFor('the refusal', () =>
      watch.check().then(
        () => null,
        (error: Error) => error.message === 'Redis is full: its maxmemory is reached (OOM)',
      ),
    )
    await redisCommand(redis.url, 'CONFIG SET maxmemory 0')
    await waitFor('it to be well', () =>
      watch.check().then(
        (seen) => seen === undefined,
        () => null,
      ),
    )
    watch.close()
  })
  expect(lines).toEqual([
    "Redis can't be used: Redis is full: its maxmemory is reached (OOM)",
    'Redis does what the queues need again',
  ])
})

test('a replica is refused, be it one that takes writes', async () => {
  const pair = await startRedisPair()
  try {
    expect(await refusalAt(pair.second.url)).toBe(
      'Redis is a read-only replica: its address must lead to the primary',
    )
    await redisCommand(pair.second.url, 'CONFIG SET replica-read-only no')
    expect(await refusalAt(pair.second.url)).toBe('Redis is a replica: its address must lead to the primary')
  } finally {
    await pair.close()
  }
})

test('nobody there is away, not refused', async () => {
  await withQueues('redis://127.0.0.1:9', async (queues) => {
    const watch = watchRedis({ queues, logger: createLogger({ name: 'test', level: 'silent' }) })
    expect(await watch.check()).toBe('away')
    watch.close()
  })
})
