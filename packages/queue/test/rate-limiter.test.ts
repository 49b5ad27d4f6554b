import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startRedis } from '@intake/embedded/start-redis'
import { waitFor } from '@intake/testing/wait-for'
import { afterEach, expect, inject, test } from 'vitest'
import { createRateLimiter, type RateLimiter } from '../src/rate-limiter.ts'
import { singleRedis } from '../src/redis-settings.ts'

const slow = { perSecond: 0.01, burst: 5 }
const opened: RateLimiter[] = []
afterEach(() => {
  for (const limiter of opened.splice(0)) limiter.close()
})

let prefixes = 0
const freshPrefix = () => `{rate-test-${process.pid}-${prefixes++}}`

// Longer than this process may be held up by the tests beside it, which would have it count alone.
function open(redisUrl: string, prefix: string): RateLimiter {
  const limiter = createRateLimiter({ redis: singleRedis(redisUrl), prefix, answerWithinMs: 2000 })
  opened.push(limiter)
  return limiter
}

/** Until it counts in Redis: another limiter then sees what it took. */
async function shared(redisUrl: string) {
  const prefix = freshPrefix()
  const limiters = [open(redisUrl, prefix), open(redisUrl, prefix)] as const
  let probes = 0
  await waitFor('both limiters to reach Redis', async () => {
    const key = `probe ${probes++}`
    await limiters[0].take(key, slow)
    return (await limiters[1].take(key, slow)).remaining === 3
  })
  return limiters
}

async function countAllowed(limiters: readonly RateLimiter[], key: string, calls = 40): Promise<number> {
  const taken = await Promise.all(
    Array.from({ length: calls }, (_, index) => limiters[index % limiters.length]?.take(key, slow)),
  )
  return taken.filter((each) => each?.allowed).length
}

test('two processes share a key, and no key pays for another', async () => {
  const limiters = await shared(inject('redisUrl'))
  expect(await countAllowed(limiters, 'a')).toBe(5)
  expect(await countAllowed(limiters, 'b')).toBe(5)
  expect(await limiters[0].take('a', slow)).toMatchObject({ allowed: false, remaining: 0 })
})

test('tokens of accepted work are taken beyond what there is, for all processes, with Redis and without', async () => {
  const limiters = await shared(inject('redisUrl'))
  const alone = open('redis://127.0.0.1:1', freshPrefix())
  for (const [charged, asked] of [limiters, [alone, alone]] as const) {
    expect(await charged.charge('batch', slow, 12)).toMatchObject({ allowed: true, remaining: 0 })
    const refused = await asked.take('batch', slow)
    expect(refused).toMatchObject({ allowed: false, remaining: 0 })
    expect(refused.retryAfter).toBeGreaterThan(700)
  }
})

test('without Redis each process counts for itself', async () => {
  const limiter = open('redis://127.0.0.1:1', freshPrefix())
  expect(await countAllowed([limiter], 'a')).toBe(5)
})

test('killed, frozen and back: it always answers, and counts together again', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'intake-rate-'))
  let redis = await startRedis({ dataDir: directory })
  try {
    const limiters = await shared(redis.url)
    process.kill(redis.pid, 'SIGSTOP')
    expect(await countAllowed([limiters[0]], 'frozen')).toBe(5)
    process.kill(redis.pid, 'SIGCONT')
    process.kill(redis.pid, 'SIGKILL')
    await redis.exited
    expect(await countAllowed([limiters[1]], 'killed')).toBe(5)
    redis = await startRedis({ dataDir: directory, port: Number(new URL(redis.url).port), exactPort: true })
    await waitFor(
      'both to count in Redis again',
      async () => {
        const key = `again ${performance.now()}`
        await limiters[0].take(key, slow)
        return (await limiters[1].take(key, slow)).remaining === 3
      },
      30_000,
    )
  } finally {
    await redis.stop()
    await rm(directory, { recursive: true, force: true })
  }
}, 60_000)

test('a process that goes on by itself goes on from what Redis last said', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'intake-rate-'))
  const redis = await startRedis({ dataDir: directory })
  try {
    const [limiter] = await shared(redis.url)
    expect(await countAllowed([limiter], 'spent')).toBe(5)
    process.kill(redis.pid, 'SIGKILL')
    await redis.exited
    expect(await countAllowed([limiter], 'spent')).toBe(0)
    expect(await countAllowed([limiter], 'fresh')).toBe(5)
  } finally {
    await redis.stop()
    await rm(directory, { recursive: true, force: true })
  }
})

test('one late answer does not make a process count by itself', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'intake-rate-'))
  const redis = await startRedis({ dataDir: directory })
  try {
    const [limiter, other] = await shared(redis.url)
    process.kill(redis.pid, 'SIGSTOP')
    await limiter.take('late', slow)
    process.kill(redis.pid, 'SIGCONT')
    // Were it to rest now, the other would know nothing of what it takes.
    const key = `next ${performance.now()}`
    await waitFor(
      'Redis to answer again',
      async () => {
        await limiter.take(key, { perSecond: 0.01, burst: 1000 })
        return (await other.take(key, { perSecond: 0.01, burst: 1000 })).remaining < 998
      },
      4000,
    )
  } finally {
    await redis.stop()
    await rm(directory, { recursive: true, force: true })
  }
})
