import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
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
