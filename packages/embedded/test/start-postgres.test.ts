import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, afterEach, expect, test } from 'vitest'
import { DirectoryInUseError } from '../src/lock-directory.ts'
import { processIdentity } from '../src/process-identity.ts'
import { type RunningPostgres, startPostgres } from '../src/start-postgres.ts'

const root = mkdtempSync(join(tmpdir(), 'intake-postgres-test-'))
const running: RunningPostgres[] = []
let count = 0

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop('immediate')))
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

function freshDir(): string {
  count += 1
  return join(root, `data ${count}`)
}

async function start(options: Parameters<typeof startPostgres>[0]): Promise<RunningPostgres> {
  const server = await startPostgres(options)
  running.push(server)
  return server
}

async function query(url: string, sql: string): Promise<unknown[][]> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query({ text: sql, rowMode: 'array' })).rows
  } finally {
    await client.end()
  }
}

test('a second start finds the data of the first', async () => {
  const dataDir = freshDir()
  const first = await start({ dataDir, database: 'intake' })
  await query(first.url, 'create table kept as select 42 as answer')
  await first.stop()
  const second = await start({ dataDir, database: 'intake' })
  expect(await query(second.url, 'select answer from kept')).toEqual([[42]])
  expect(processIdentity(first.pid)).toBeNull()
})

test('is UTF-8 with Unicode rules, durable, and only on 127.0.0.1', async () => {
  const { url } = await start({ dataDir: freshDir() })
  const settings = [
    'server_encoding',
    'listen_addresses',
    'unix_socket_directories',
    'fsync',
    'synchronous_commit',
  ]
  const shown = settings.map((name) => `current_setting('${name}')`).join(', ')
  expect(await query(url, `select lower('ÄÖÜ'), ${shown}`)).toEqual([
    ['äöü', 'UTF8', '127.0.0.1', '', 'on', 'on'],
  ])
})

test('takes extra settings', async () => {
  const { url } = await start({ dataDir: freshDir(), settings: { fsync: 'off' } })
  expect(await query(url, "select current_setting('fsync')")).toEqual([['off']])
})

test('wants its password, and keeps it from others', async () => {
  const dataDir = freshDir()
  const { url } = await start({ dataDir })
  const password = readFileSync(join(dataDir, 'password'), 'utf8').trim()
  expect(statSync(join(dataDir, 'password')).mode & 0o777).toBe(0o600)
  expect(statSync(dataDir).mode & 0o077).toBe(0)
  expect(new URL(url).password).toBe(password)
  await expect(query(url.replace(password, 'wrong'), 'select 1')).rejects.toThrow(
    /password authentication failed/,
  )
})

test('steps over a busy port and says so', async () => {
  const blocker = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => blocker.once('listening', resolve))
  const address = blocker.address()
  const busy = typeof address === 'object' && address !== null ? address.port : 0
  const said: string[] = []
  try {
    const { port } = await start({
      dataDir: freshDir(),
      port: busy,
      onProgress: (message) => said.push(message),
    })
    expect(port).toBeGreaterThan(busy)
    expect(said).toContain(`port ${busy} is busy, using ${port}`)
  } finally {
    blocker.close()
  }
})

test('refuses a directory whose server runs, and takes it again once that was killed', async () => {
  const dataDir = freshDir()
  const first = await start({ dataDir, database: 'intake' })
  await expect(startPostgres({ dataDir })).rejects.toThrow(DirectoryInUseError)
  await query(first.url, 'create table kept as select 1 as one')
  process.kill(first.pid, 'SIGKILL')
  await first.exited
  const second = await start({ dataDir, database: 'intake', port: first.port, exactPort: true })
  expect(second.port).toBe(first.port)
  expect(await query(second.url, 'select one from kept')).toEqual([[1]])
})

test('a start that fails shows what postgres said', async () => {
  await expect(
    startPostgres({ dataDir: freshDir(), settings: { shared_buffers: 'plenty' } }),
  ).rejects.toThrow(/invalid value for parameter "shared_buffers": "plenty"/)
})
