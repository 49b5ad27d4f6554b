import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test, vi } from 'vitest'
import { findPort } from '../src/find-port.ts'
import { createCluster } from '../src/postgres/create-cluster.ts'
import { launchPostmaster } from '../src/postgres/launch-postmaster.ts'
import { openPostgresHome } from '../src/postgres/postgres-home.ts'
import { processIdentity } from '../src/process-identity.ts'
import { findRedis } from '../src/redis/find-redis.ts'
import { launchRedis } from '../src/redis/launch-redis.ts'
import { noteServer } from '../src/redis/server-file.ts'
import { startPostgres } from '../src/start-postgres.ts'
import { startRedis } from '../src/start-redis.ts'

const root = mkdtempSync(join(tmpdir(), 'intake-leftovers-test-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

test('both servers end when the process that started them is killed', async () => {
  const script = fileURLToPath(new URL('./start-and-wait.ts', import.meta.url))
  const runner = spawn(process.execPath, ['--import', 'tsx', script, root], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const pids = await new Promise<number[]>((resolve) => {
    runner.stdout.once('data', (line: Buffer) => resolve(JSON.parse(line.toString())))
  })
  expect(pids.map((pid) => processIdentity(pid) !== null)).toEqual([true, true])
  runner.kill('SIGKILL')
  await vi.waitFor(() => expect(pids.map(processIdentity)).toEqual([null, null]), 10_000)
})

test('a start stops the postmaster that nobody looks after any more', async () => {
  const dataDir = join(root, 'stale-postgres')
  const home = openPostgresHome(dataDir)
  await createCluster(home)
  const left = await launchPostmaster(home, await findPort(), join(dataDir, 'postgres.log'), {})
  home.close()
  const said: string[] = []
  const server = await startPostgres({ dataDir, onProgress: (message) => said.push(message) })
  await server.stop()
  expect(said).toEqual(['stopped a PostgreSQL left from before'])
  expect(await left.exited).toEqual({ code: 0, signal: null })
})

test('a start stops the redis that nobody looks after any more', async () => {
  const dataDir = join(root, 'stale-redis')
  mkdirSync(dataDir)
  const program = await findRedis(undefined, () => {})
  const at = { dataDir, logFile: join(dataDir, 'redis.log'), port: await findPort(), password: 'left' }
  const left = await launchRedis(program, at, {})
  noteServer(dataDir, left.pid)
  const said: string[] = []
  const server = await startRedis({ dataDir, onProgress: (message) => said.push(message) })
  await server.stop()
  expect(said).toEqual(['stopped a Redis left from before'])
  expect(await left.exited).toEqual({ code: 0, signal: null })
})

test('another PostgreSQL whose pid stands in a stale postmaster.pid is left alone, and the data is there', async () => {
  const dataDir = join(root, 'pid-of-another')
  const first = await startPostgres({ dataDir })
  process.kill(first.pid, 'SIGKILL')
  await first.exited
  const bystander = await startPostgres({ dataDir: join(root, 'bystander') })
  const file = join(dataDir, 'cluster', 'postmaster.pid')
  const [, ...rest] = readFileSync(file, 'utf8').split('\n')
  writeFileSync(file, [bystander.pid, ...rest].join('\n'))
  const said: string[] = []
  const identity = processIdentity(bystander.pid)
  const again = await startPostgres({ dataDir, onProgress: (message) => said.push(message) })
  expect(said).toEqual([])
  expect(processIdentity(bystander.pid)).toBe(identity)
  await Promise.all([again.stop(), bystander.stop()])
})

test('a PostgreSQL of the same directory that started at another time is left alone, and that is said', async () => {
  const dataDir = join(root, 'other-start')
  const home = openPostgresHome(dataDir)
  await createCluster(home)
  const running = await launchPostmaster(home, await findPort(), join(dataDir, 'postgres.log'), {})
  home.close()
  const file = join(dataDir, 'cluster', 'postmaster.pid')
  const lines = readFileSync(file, 'utf8').split('\n')
  writeFileSync(file, [lines[0], lines[1], Number(lines[2]) - 60, ...lines.slice(3)].join('\n'))
  await expect(startPostgres({ dataDir })).rejects.toThrow(
    `Process ${running.pid} looks like a PostgreSQL of ${join(dataDir, 'cluster')}`,
  )
  expect(processIdentity(running.pid)).not.toBeNull()
  expect(readFileSync(file, 'utf8')).toContain(String(running.pid))
  running.kill('SIGINT')
  await running.exited
})

test('the Redis of another directory is left alone by a start in a copy of that directory', async () => {
  const [dataDir, copy] = [join(root, 'original-redis'), join(root, 'copied-redis')]
  const original = await startRedis({ dataDir })
  cpSync(dataDir, copy, { recursive: true })
  rmSync(join(copy, 'lock'))
  const said: string[] = []
  const inCopy = await startRedis({ dataDir: copy, onProgress: (message) => said.push(message) })
  expect(said).toEqual([])
  expect(processIdentity(original.pid)).not.toBeNull()
  await Promise.all([original.stop(), inCopy.stop()])
})
