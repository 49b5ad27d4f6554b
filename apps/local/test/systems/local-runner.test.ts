import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, expect, test, vi } from 'vitest'
import { firstSteps } from '../../src/announce.ts'
import { projectRoot } from '../../src/config.ts'
import type { LocalFile } from '../../src/local-file.ts'
import { allPids, living, type RunOfLocal, runLocal } from '../run-local.ts'

const root = mkdtempSync(join(tmpdir(), 'intake-local-test-'))
const dataDir = join(root, 'data')
const runs: RunOfLocal[] = []

afterEach(async () => {
  const left = runs.splice(0).filter(({ child }) => child.exitCode === null && child.signalCode === null)
  await Promise.all(left.map((run) => run.end('SIGTERM')))
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

function start(environment?: Record<string, string>, dir = dataDir): RunOfLocal {
  const run = runLocal(dir, { PATH: process.env.PATH, ...environment })
  runs.push(run)
  return run
}

async function createLead(local: LocalFile, key = local.apiKey): Promise<{ id: string; isTest: boolean }> {
  const response = await fetch(`${local.baseUrl}/api/v1/leads`, {
    method: 'POST',
    headers: { 'x-api-key': key, 'content-type': 'application/json' },
    body: JSON.stringify({ firstName: 'Ada' }),
  })
  expect(response.status).toBe(200)
  return ((await response.json()) as { lead: { id: string; isTest: boolean } }).lead
}

async function statusOfLead(local: LocalFile, id: string, key = local.apiKey): Promise<number> {
  const answer = await fetch(`${local.baseUrl}/api/v1/leads/${id}`, { headers: { 'x-api-key': key } })
  return answer.status
}

test('one start gives everything, SIGINT or SIGTERM takes it all away, the next start has the data and the keys', async () => {
  const run = start()
  const local = await run.ready()
  expect(statSync(join(dataDir, 'local.json')).mode & 0o777).toBe(0o600)
  await vi.waitFor(() => expect(run.output()).toContain(firstSteps(local)))
  expect(run.output()).toContain(local.consolePassword)

  const answer = spawnSync('sh', ['-c', firstSteps(local)], { encoding: 'utf8' })
  expect(JSON.parse(answer.stdout)).toMatchObject({
    success: true,
    lead: { firstName: 'John', isTest: false },
  })
  const { id } = await createLead(local)
  expect((await createLead(local, local.testApiKey)).isTest).toBe(true)
  expect(await statusOfLead(local, id, local.secondWorkspaceApiKey)).toBe(404)
  expect((await fetch(`${local.consoleUrl}/readyz`)).status).toBe(200)

  const pids = allPids(local)
  expect(living(pids)).toHaveLength(5)
  expect(await run.end('SIGINT')).toEqual({ code: 0, signal: null })
  expect(living(pids)).toEqual([])
  expect(existsSync(join(dataDir, 'local.json'))).toBe(false)

  const second = start()
  const again = await second.ready()
  expect(again).toMatchObject({
    apiKey: local.apiKey,
    testApiKey: local.testApiKey,
    secondWorkspaceApiKey: local.secondWorkspaceApiKey,
    consolePassword: local.consolePassword,
  })
  expect(await statusOfLead(again, id)).toBe(200)

  const left = allPids(again)
  expect(await second.end('SIGTERM')).toEqual({ code: 0, signal: null })
  expect(living(left)).toEqual([])
}, 120_000)

test('LOG_FORMAT=pretty shows a line for each request and each job, without query and personal data', async () => {
  const run = start({ LOG_FORMAT: 'pretty' })
  const local = await run.ready()
  const headers = { 'x-api-key': local.apiKey, 'content-type': 'application/json', 'x-request-id': 'shown-1' }
  await fetch(`${local.baseUrl}/api/v1/leads`, {
    ...{ method: 'POST', headers },
    body: JSON.stringify({ firstName: 'Grace', email: 'grace@example.com' }),
  })
  await fetch(`${local.baseUrl}/api/v1/leads?email=grace%40example.com`, { headers })
  const request = /^[\d:.]{12} {2}gateway {2}POST \/api\/v1\/leads {2}200 {2}[\d.]+ ms {2}shown-1$/m
  const job = /^[\d:.]{12} {2}worker {3}activity-enrichment {2}done {2}\d+ ms {2}shown-1 /m
  await vi.waitFor(() => expect(run.output()).toMatch(request), 20_000)
  await vi.waitFor(() => expect(run.output()).toMatch(job), 20_000)
  await vi.waitFor(() => expect(run.output()).toMatch(/GET \/api\/v1\/leads {2}200/), 20_000)
  expect(run.output()).not.toMatch(/grace/i)
}, 120_000)

test('the README’s first request creates a lead as it is pasted', async () => {
  const local = await start().ready()
  const readme = readFileSync(join(projectRoot, 'README.md'), 'utf8')
  const [, pasted = ''] = /## A first request\n\n```sh\n([\s\S]*?)\n```/.exec(readme) ?? []
  const here = pasted
    .replace('http://127.0.0.1:3000', local.baseUrl)
    .replace('.data/local.json', join(dataDir, 'local.json'))
  const answer = spawnSync('sh', ['-c', here], { encoding: 'utf8' })
  expect(JSON.parse(answer.stdout)).toMatchObject({
    success: true,
    lead: { firstName: 'John', tags: ['VIP'] },
  })
}, 120_000)

test('whatever is killed comes back, and local.json says so', async () => {
  const run = start({ GATEWAYS: '2', WORKERS: '2' })
  const local = await run.ready()
  expect(local.gatewayUrls).toHaveLength(2)
  expect(local.baseUrl).toBe(local.gatewayUrls[0])
  const before = allPids(local)
  expect(before).toHaveLength(7)
  for (const pid of before) process.kill(pid, 'SIGKILL')
  await vi.waitFor(
    async () => {
      const now = allPids(run.local())
      expect(now.filter((pid) => !before.includes(pid))).toHaveLength(7)
      expect(local.metricsUrls).toHaveLength(local.gatewayUrls.length + local.workerUrls.length)
      for (const url of local.metricsUrls) expect(await (await fetch(url)).text()).toContain('process_cpu')
      const urls = [...local.gatewayUrls, ...local.workerUrls, local.consoleUrl]
      const answers = await Promise.all(urls.map((url) => fetch(`${url}/readyz`)))
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200])
    },
    { timeout: 40_000, interval: 200 },
  )
  await createLead(run.local())
}, 120_000)

test('it goes on when nobody reads its output any more', async () => {
  const run = start()
  run.child.stdout?.destroy()
  const local = await run.ready()
  await createLead(local)
  expect(await run.end('SIGTERM')).toEqual({ code: 0, signal: null })
  expect(readFileSync(join(dataDir, 'logs', 'runner.log'), 'utf8')).not.toContain('EPIPE')
}, 60_000)

test('a second start in the same directory is refused, one after a kill -9 takes over', async () => {
  const run = start()
  const local = await run.ready()
  const second = start()
  await vi.waitFor(() => expect(second.child.exitCode).toBe(1), 20_000)
  expect(second.output()).toContain(
    `process ${run.child.pid} uses ${dataDir} and answers at ${local.baseUrl}`,
  )
  await createLead(local)

  run.child.kill('SIGKILL')
  const third = await start().ready()
  expect(third.apiKey).toBe(local.apiKey)
  expect(living(allPids(local))).toEqual([])
  await createLead(third)
}, 120_000)

test('servers that are not there are named by their variables', async () => {
  const noDatabase = start({ DATABASE_URL: 'postgres://127.0.0.1:9/x' }, join(root, 'other'))
  await vi.waitFor(() => expect(noDatabase.child.exitCode).toBe(1), 20_000)
  expect(noDatabase.output()).toMatch(/The database at DATABASE_URL: .*ECONNREFUSED/)
  const noRedis = start({ REDIS_URL: 'redis://127.0.0.1:9' }, join(root, 'other'))
  await vi.waitFor(() => expect(noRedis.child.exitCode).toBe(1), 20_000)
  expect(noRedis.output()).toMatch(/Nothing answers at REDIS_URL: .*ECONNREFUSED/)
}, 60_000)

test('a port that was asked for and is taken is refused before anything is started', async () => {
  const holder = createServer().listen(0, '127.0.0.1')
  await once(holder, 'listening')
  const { port } = holder.address() as AddressInfo
  const folder = join(root, 'taken')
  const run = start({ PORT: String(port) }, folder)
  await vi.waitFor(() => expect(run.child.exitCode).toBe(1), 20_000)
  expect(run.output()).toContain(`Another program has port ${port}, which PORT asks for.`)
  expect(existsSync(join(folder, 'postgres'))).toBe(false)
  holder.close()
}, 60_000)
