import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createTestDatabase } from '@intake/testing/create-test-database'
import { insertLead } from '@intake/testing/insert-lead'
import { makeWorkspace } from '@intake/testing/make-workspace'
import { startApp } from '@intake/testing/start-app'
import { startTcpProxy } from '@intake/testing/start-tcp-proxy'
import { expect, inject, onTestFinished, test } from 'vitest'
import { createSampler, type Overview } from '../src/overview/sampler.ts'
import { scrapeProcesses } from '../src/overview/scrape-processes.ts'
import { openConsole } from './console-client.ts'

/** A process that tells what it is given. */
async function startProcess(tell: () => string): Promise<string> {
  const server = createServer((_, answer) => answer.end(tell()))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`
}

test('a page that is opened before the first look, or after one that Redis missed, waits for another', async () => {
  const told = await startProcess(() => 'intake_leads_total{result="created"} 1\n')
  const opened = await openConsole(inject('redisUrl'), { metricsUrls: [told] })
  onTestFinished(opened.close)
  const cookie = await opened.signIn()
  const open = async () => (await opened.request('/', { headers: { cookie } })).text()
  const page = await open()
  expect(page).toContain('1 of 1')
  expect(page).toContain('/queues/queue/timezone-inference')

  let isAway = true
  const sampler = createSampler({
    readBacklog: () => Promise.reject(new Error('away')),
    readQueues: () => (isAway ? Promise.reject(new Error('away')) : Promise.resolve({})),
    scrape: () => scrapeProcesses([told]),
  })
  await sampler.look()
  expect(sampler.overview().queues).toBeNull()
  isAway = false
  await sampler.refresh()
  expect(sampler.overview().queues).toEqual({})
})

test('processes whose Redis is slow are told as answering', async () => {
  const redisUrl = new URL(inject('redisUrl'))
  const proxy = await startTcpProxy(Number(redisUrl.port))
  onTestFinished(proxy.close)
  redisUrl.port = String(proxy.port)
  const database = await createTestDatabase()
  onTestFinished(database.close)
  const env = { DATABASE_URL: database.url, REDIS_URL: redisUrl.href, QUEUE_PREFIX: `{slow-${randomUUID()}}` }
  const worker = await startApp('worker', env)
  onTestFinished(async () => void (await worker.stop('SIGKILL')))
  const opened = await openConsole(inject('redisUrl'), { metricsUrls: [worker.metricsUrl] })
  onTestFinished(opened.close)
  proxy.delay(3000)
  await opened.sampler.look()
  expect(opened.sampler.overview().processes).toMatchObject([{ isAnswering: true, kind: 'worker' }])
}, 60_000)

test('figures come from Postgres, Redis and every process that answers', async () => {
  const database = await createTestDatabase()
  onTestFinished(database.close)
  const { id } = await makeWorkspace(database.db)
  await insertLead(database, id)
  let leads = 100
  const told = await startProcess(
    () =>
      `intake_leads_total{result="created"} ${leads}\nintake_refusals_total{code="overloaded"} ${leads / 10}\n`,
  )
  const metricsUrls = [told, 'http://127.0.0.1:1/metrics']
  const opened = await openConsole(inject('redisUrl'), { databaseUrl: database.url, metricsUrls })
  onTestFinished(opened.close)
  const cookie = await opened.signIn()

  await opened.sampler.look()
  leads = 200
  await opened.sampler.look()
  const answer = await opened.request('/api/overview', { headers: { cookie } })
  const overview = (await answer.json()) as Overview
  expect(overview).toMatchObject({
    processes: [
      { kind: 'gateway', isAnswering: true, leadsPerSecond: expect.any(Number), memory: null },
      { kind: null, isAnswering: false, leadsPerSecond: null, address: '127.0.0.1:1' },
    ],
    backlog: { owedLeads: 1, deadLeads: 0 },
  })
  expect(Object.keys(overview.queues ?? {})).toContain('timezone-inference')
  const [sample] = overview.samples
  expect(sample?.leadsPerSecond).toBeGreaterThan(0)
  expect(sample?.errors.overloaded).toBeCloseTo((sample?.leadsPerSecond ?? 0) / 10)
  expect(sample).toMatchObject({ answerP50: null, outboxAge: 0 })

  const page = await (await opened.request('/', { headers: { cookie } })).text()
  expect(page).toContain('1 of 2')
  expect(page).toContain('no answer')
  const refused = await opened.request('/api/overview')
  expect([refused.status, await refused.json()]).toEqual([
    401,
    expect.objectContaining({ error: 'Signed out' }),
  ])
})
