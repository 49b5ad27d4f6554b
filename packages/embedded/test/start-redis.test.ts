import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, expect, test } from 'vitest'
import { DirectoryInUseError } from '../src/lock-directory.ts'
import { processIdentity } from '../src/process-identity.ts'
import { type RunningRedis, startRedis } from '../src/start-redis.ts'

const root = mkdtempSync(join(tmpdir(), 'intake-redis-test-'))
const running: RunningRedis[] = []
let count = 0

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()))
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

function freshDir(): string {
  count += 1
  return join(root, `data ${count}`)
}

async function start(options: Parameters<typeof startRedis>[0]): Promise<RunningRedis> {
  const server = await startRedis(options)
  running.push(server)
  return server
}

/** Sends inline commands on a connection of its own and returns everything that came back. */
function talk(url: string, ...commands: string[]): Promise<string> {
  const { port } = new URL(url)
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), '127.0.0.1')
    let answer = ''
    socket.on('data', (chunk) => {
      answer += chunk.toString()
    })
    socket.on('error', reject)
    socket.on('end', () => resolve(answer))
    socket.write([...commands, 'QUIT', ''].join('\r\n'))
  })
}

const auth = (url: string) => `AUTH ${new URL(url).password}`

test('a second start finds the data of the first', async () => {
  const dataDir = freshDir()
  const first = await start({ dataDir })
  await talk(first.url, auth(first.url), 'SET kept 42')
  await first.stop()
  expect(processIdentity(first.pid)).toBeNull()
  const second = await start({ dataDir })
  expect(await talk(second.url, auth(second.url), 'GET kept')).toContain('\r\n42\r\n')
})

test('keeps jobs on disk, evicts none, and takes extra settings', async () => {
  const { url } = await start({ dataDir: freshDir(), settings: { maxmemory: '64mb' } })
  const answer = await talk(
    url,
    auth(url),
    'CONFIG GET appendonly',
    'CONFIG GET maxmemory*',
    'CONFIG GET bind',
  )
  expect(answer).toMatch(/appendonly\r\n\$3\r\nyes/)
  expect(answer).toMatch(/maxmemory-policy\r\n\$10\r\nnoeviction/)
  expect(answer).toMatch(/maxmemory\r\n\$8\r\n67108864/)
  expect(answer).toMatch(/bind\r\n\$9\r\n127\.0\.0\.1/)
})

test('wants its password, keeps it from others and off the command line', async () => {
  const dataDir = freshDir()
  const { url, pid } = await start({ dataDir })
  const password = readFileSync(join(dataDir, 'password'), 'utf8').trim()
  expect(new URL(url).password).toBe(password)
  for (const name of ['password', 'redis.conf'])
    expect(statSync(join(dataDir, name)).mode & 0o777).toBe(0o600)
  expect(await talk(url, 'GET x')).toContain('-NOAUTH')
  if (process.platform === 'linux')
    expect(readFileSync(`/proc/${pid}/cmdline`, 'utf8')).not.toContain(password)
})

test('refuses a directory whose server runs, and takes it again once that was killed', async () => {
  const dataDir = freshDir()
  const first = await start({ dataDir, settings: { appendfsync: 'always' } })
  await expect(startRedis({ dataDir })).rejects.toThrow(DirectoryInUseError)
  await talk(first.url, auth(first.url), 'SET kept 42')
  process.kill(first.pid, 'SIGKILL')
  await first.exited
  const second = await start({ dataDir, port: first.port, exactPort: true })
  expect(second.port).toBe(first.port)
  expect(await talk(second.url, auth(second.url), 'GET kept')).toContain('\r\n42\r\n')
})

test('a start that fails shows what redis said', async () => {
  await expect(startRedis({ dataDir: freshDir(), settings: { appendfsync: 'sometimes' } })).rejects.toThrow(
    /appendfsync sometimes/,
  )
})
