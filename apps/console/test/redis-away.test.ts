import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type RunningRedis, startRedis } from '@intake/embedded/start-redis'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type OpenConsole, openConsole } from './console-client.ts'

const longestAnswerMs = 2_500
let dataDir: string
let redis: RunningRedis
let opened: OpenConsole
let cookie: string

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'intake-console-'))
  redis = await startRedis({ dataDir })
  opened = await openConsole(redis.url)
  cookie = await opened.signIn()
})

afterEach(async () => {
  await opened.close()
  await redis.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

async function get(path: string) {
  const startedAt = performance.now()
  const answer = await opened.request(path, { headers: { cookie } })
  expect(performance.now() - startedAt).toBeLessThan(longestAnswerMs)
  return { status: answer.status, text: await answer.text(), retryAfter: answer.headers.get('retry-after') }
}

async function expectAway() {
  const page = await get('/queues')
  expect([page.status, page.retryAfter]).toEqual([503, '5'])
  expect(page.text).toContain('Redis can’t be reached')
  expect(page.text).toContain('http-equiv="refresh"')
  const data = await get('/queues/api/queues')
  expect(data.status).toBe(503)
  expect(JSON.parse(data.text)).toEqual({ error: 'Redis can’t be reached', message: expect.any(String) })
  expect((await get('/readyz')).status).toBe(503)
  expect((await get('/livez')).status).toBe(200)
  expect((await opened.request('/login')).status).toBe(200)
}

async function expectBack() {
  await vi.waitFor(async () => expect((await get('/queues/api/queues')).status).toBe(200), {
    timeout: 10_000,
  })
  expect((await get('/readyz')).status).toBe(200)
}

test('stopped: a clear 503 at once, and the queues again when it is back', { timeout: 30_000 }, async () => {
  const { port } = redis
  await redis.stop()
  await expectAway()
  redis = await startRedis({ dataDir, port, exactPort: true })
  await expectBack()
})

test('frozen: a clear 503 in bounded time, and the queues again when it thaws', {
  timeout: 30_000,
}, async () => {
  process.kill(redis.pid, 'SIGSTOP')
  try {
    await expectAway()
  } finally {
    process.kill(redis.pid, 'SIGCONT')
  }
  await expectBack()
})
