import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startRedis } from '@intake/embedded/start-redis'
import { createTestDatabase, type TestDatabase } from '@intake/testing/create-test-database'
import { makeEmptyDatabase } from '@intake/testing/make-empty-database'
import { afterAll, afterEach, beforeAll, expect, inject, test, vi } from 'vitest'
import type { Finding } from '../src/doctor/finding.ts'
import { runAdmin } from './run-admin.ts'

let database: TestDatabase
let directory: string
let healthy: Record<string, string>
const [key, otherKey] = [
  'a key of some length and no less than that',
  'another key of the same length at least',
]
beforeAll(async () => {
  database = await createTestDatabase()
  directory = await mkdtemp(join(tmpdir(), 'intake-admin-doctor-'))
  healthy = {
    DATABASE_URL: database.url,
    REDIS_URL: inject('redisUrl'),
    ENCRYPTION_KEYS: key,
    STORAGE_DIR: join(directory, 'files'),
    FILE_SIGNING_SECRET: 'a secret of at least thirty-two characters',
  }
  await runAdmin(healthy, 'workspace', 'create', 'acme')
  await runAdmin(healthy, 'webhook', 'create', 'acme', 'https://example.com')
})
afterEach(() => {
  vi.restoreAllMocks()
})
afterAll(async () => {
  await database.close()
  await rm(directory, { recursive: true })
})

async function examine(environment: Record<string, string>) {
  const { code, stdout, stderr } = await runAdmin(environment, 'doctor', '--json')
  expect(stderr).toBe('')
  const { ok, findings }: { ok: boolean; findings: Finding[] } = JSON.parse(stdout)
  expect(ok).toBe(code === 0)
  return { code, all: findings, of: (check: string) => findings.filter((one) => one.check === check) }
}

test('what is as it should be is told, and the exit code is 0', async () => {
  const { code, all } = await examine(healthy)
  expect(all.map(({ check, state }) => `${check} ${state}`)).toEqual([
    'database ok',
    'schema ok',
    'clock ok',
    'encryption ok',
    'redis ok',
    'files ok',
    'signing ok',
  ])
  expect(code).toBe(0)
  const { stdout } = await runAdmin(healthy, 'doctor')
  expect(stdout).toMatch(/^ok +database +Postgres \S+ answers and takes writes\.$/m)
  expect(stdout).toMatch(/^ok +redis +Redis \d\S+ answers/m)
  expect(stdout).not.toContain(new URL(database.url).password)
})

test('the running local service is looked at by what it wrote down', async () => {
  const { DATABASE_URL: databaseUrl, REDIS_URL: redisUrl } = healthy
  await writeFile(
    join(directory, 'local.json'),
    JSON.stringify({ databaseUrl, redisUrl, encryptionKeys: [key] }),
  )
  const { all } = await examine({ DATA_DIR: directory })
  expect(new Set(all.map(({ state }) => state))).toEqual(new Set(['ok']))
})

test('without a database, Redis and files are still looked at', async () => {
  const { code, all, of } = await examine({ DATA_DIR: join(directory, 'nowhere') })
  expect(code).toBe(1)
  expect(of('database')).toMatchObject([{ state: 'fault', cure: expect.stringContaining('DATABASE_URL') }])
  expect(all.filter(({ state }) => state === 'unknown').map(({ check }) => check)).toEqual([
    'redis',
    'files',
    'signing',
  ])
})

test('a Postgres that doesn’t answer, or has no schema, is a fault with its cure', async () => {
  const away = await examine({ ...healthy, DATABASE_URL: 'postgres://user:hidden@127.0.0.1:1/intake' })
  expect(away.of('database')).toMatchObject([
    { state: 'fault', message: expect.stringContaining('ECONNREFUSED') },
  ])
  expect(JSON.stringify(away.all)).not.toContain('hidden')
  const empty = await makeEmptyDatabase()
  try {
    const { code, of } = await examine({ ...healthy, DATABASE_URL: empty.url })
    expect(of('schema')).toMatchObject([{ state: 'fault', cure: 'Run: npm run migrate' }])
    expect(of('encryption')).toMatchObject([{ state: 'unknown' }])
    expect(code).toBe(1)
  } finally {
    await empty.close()
  }
})

test('a database that takes no writes is a fault', async () => {
  const empty = await makeEmptyDatabase()
  try {
    const name = new URL(empty.url).pathname.slice(1)
    await empty.pool.query(`alter database ${name} set default_transaction_read_only = on`)
    const { of } = await examine({ ...healthy, DATABASE_URL: empty.url })
    expect(of('database')).toMatchObject([{ state: 'fault', message: expect.stringMatching(/primary/) }])
  } finally {
    await empty.close()
  }
})

test('a clock that doesn’t go with that of Postgres is a warning', async () => {
  const now = Date.now
  vi.spyOn(Date, 'now').mockImplementation(() => now() + 60_000)
  const { code, of } = await examine(healthy)
  expect(of('clock')).toMatchObject([
    { state: 'warning', message: expect.stringMatching(/^This clock is (59|60)\.\d s ahead of/) },
  ])
  expect(code).toBe(0)
})

test('keys that don’t open what is stored are a fault, older ones and none a warning', async () => {
  const unopened = await examine({ ...healthy, ENCRYPTION_KEYS: otherKey })
  expect(unopened.of('encryption')).toMatchObject([
    { state: 'fault', message: expect.stringContaining('1 of 1') },
  ])
  const older = await examine({ ...healthy, ENCRYPTION_KEYS: `${otherKey},${key}` })
  expect(older.of('encryption')).toMatchObject([
    { state: 'warning', cure: expect.stringContaining('secrets reseal') },
  ])
  const { ENCRYPTION_KEYS: _, ...bare } = healthy
  expect((await examine(bare)).of('encryption')).toMatchObject([{ state: 'fault' }])
  await runAdmin(healthy, 'workspace', 'create', 'empty')
  const fresh = await createTestDatabase()
  try {
    const { of } = await examine({ ...bare, DATABASE_URL: fresh.url })
    expect(of('encryption')).toMatchObject([
      { state: 'warning', message: expect.stringContaining('nobody can be erased') },
    ])
  } finally {
    await fresh.close()
  }
})

test('a Redis that may evict jobs is a warning, one that is away or refuses a fault', async () => {
  const redis = await startRedis({
    dataDir: join(directory, 'redis'),
    settings: { 'maxmemory-policy': 'allkeys-lru' },
  })
  const evicting = await examine({ ...healthy, REDIS_URL: redis.url })
  expect(evicting.of('redis')).toMatchObject([
    { state: 'ok' },
    {
      state: 'warning',
      message: expect.stringContaining('allkeys-lru'),
      cure: expect.stringContaining('noeviction'),
    },
  ])
  const refused = await examine({ ...healthy, REDIS_URL: redis.url.replace(/:[^:@]+@/, ':wrong@') })
  expect(refused.of('redis')).toMatchObject([
    { state: 'fault', message: expect.stringContaining('refuses the user or the password') },
  ])
  await redis.stop()
  const away = await examine({ ...healthy, REDIS_URL: redis.url })
  expect(away.of('redis')).toMatchObject([
    { state: 'fault', message: expect.stringContaining('ECONNREFUSED') },
  ])
  const wrong = await examine({ ...healthy, REDIS_URL: 'http://localhost' })
  expect(wrong.of('redis')).toMatchObject([{ state: 'fault', message: expect.stringContaining('REDIS_URL') }])
})

test('a folder that takes no files is a fault, and a missing secret is told', async () => {
  await writeFile(join(directory, 'no-folder'), '')
  const { FILE_SIGNING_SECRET: _, ...unsigned } = healthy
  const { code, of } = await examine({ ...unsigned, STORAGE_DIR: join(directory, 'no-folder') })
  expect(of('files')).toMatchObject([{ state: 'fault', message: expect.stringContaining('takes no files') }])
  expect(of('signing')).toMatchObject([{ state: 'unknown', cure: expect.stringContaining('the same one') }])
  expect(code).toBe(1)
  const short = await examine({ ...healthy, FILE_SIGNING_SECRET: 'short' })
  expect(short.of('files')).toMatchObject([
    { state: 'fault', message: expect.stringContaining('32 characters') },
  ])
})
