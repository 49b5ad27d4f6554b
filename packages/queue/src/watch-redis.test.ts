import { createLogger } from '@intake/runtime/logger'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { RedisRefusal } from './explain-refusal.ts'
import { type RedisWatch, watchRedis } from './watch-redis.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const works = async () => []
const refuses = () => Promise.reject(new RedisRefusal('Redis is full'))
const isAway = () => Promise.reject(new Error('no connection to Redis'))

/** A watch over what looks see, and a way to change that. */
function watch(sees: () => Promise<string[]>) {
  const check = vi.fn(sees)
  const lines: string[] = []
  const logger = createLogger({
    name: 'test',
    level: 'info',
    destination: { write: (line) => void lines.push(JSON.parse(line).msg) },
  })
  return { watch: watchRedis({ queues: { check }, logger }), check, lines }
}

const verdict = (redis: RedisWatch) =>
  redis.check().then(
    (seen) => seen ?? 'ok',
    (error: Error) => error.message,
  )

test('a refusal at the start is told at once, a later one when it is confirmed', async () => {
  const atStart = watch(refuses)
  expect(await verdict(atStart.watch)).toBe('Redis is full')
  atStart.watch.close()

  const later = watch(works)
  expect(await verdict(later.watch)).toBe('ok')
  later.check.mockImplementation(refuses)
  await vi.advanceTimersByTimeAsync(2000)
  expect(await verdict(later.watch)).toBe('ok')
  await vi.advanceTimersByTimeAsync(500)
  expect(await verdict(later.watch)).toBe('Redis is full')
  later.check.mockImplementation(works)
  await vi.advanceTimersByTimeAsync(500)
  expect(await verdict(later.watch)).toBe('ok')
  expect(later.lines).toEqual(["Redis can't be used: Redis is full", 'Redis does what the queues need again'])
  later.watch.close()
})

test('a refusal stands while the connection is made anew, and is forgotten when Redis stays away', async () => {
  const { watch: redis, check } = watch(refuses)
  await verdict(redis)
  check.mockImplementation(isAway)
  await vi.advanceTimersByTimeAsync(9000)
  expect(await verdict(redis)).toBe('Redis is full')
  await vi.advanceTimersByTimeAsync(3000)
  expect(await verdict(redis)).toBe('away')
  redis.close()
})

test('the first look waits for a connection, but not for long', async () => {
  const { watch: redis, check } = watch(isAway)
  const first = verdict(redis)
  await vi.advanceTimersByTimeAsync(1000)
  check.mockImplementation(refuses)
  await vi.advanceTimersByTimeAsync(100)
  expect(await first).toBe('Redis is full')
  redis.close()

  const absent = watch(isAway)
  const answer = verdict(absent.watch)
  await vi.advanceTimersByTimeAsync(2000)
  expect(await answer).toBe('away')
  absent.watch.close()
})

test('a warning is told once, and again when it had gone', async () => {
  const warns = async () => ['Redis may evict jobs']
  const { watch: redis, check, lines } = watch(warns)
  await vi.advanceTimersByTimeAsync(10_000)
  expect(lines).toEqual(['Redis may evict jobs'])
  check.mockImplementation(works)
  await vi.advanceTimersByTimeAsync(2000)
  check.mockImplementation(warns)
  await vi.advanceTimersByTimeAsync(2000)
  expect(lines).toHaveLength(2)
  redis.close()
})
