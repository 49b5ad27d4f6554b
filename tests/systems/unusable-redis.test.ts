import type { RunningApp } from '@intake/testing/start-app'
import { startRedisCluster } from '@intake/testing/start-redis-cluster'
import { startRedisPair } from '@intake/testing/start-redis-pair'
import { startTcpProxy } from '@intake/testing/start-tcp-proxy'
import { waitFor } from '@intake/testing/wait-for'
import { expect, onTestFinished, test } from 'vitest'
import { type Service, startService } from './start-service.ts'

const quickly = { WORKER_STUCK_AFTER: '3s', WORKER_CANARY_EVERY: '300ms', SHUTDOWN_TIMEOUT: '4s' }

/** Leads are taken in, the gateway says why it isn't ready, and the worker leaves and says why. */
async function expectTold(service: Service, reason: string): Promise<void> {
  const { gateway, worker } = service
  const told = async (app: RunningApp) => (await service.readiness(app))?.reasons?.redis === reason
  await waitFor('the gateway to say so', () => told(gateway))
  expect(await service.readiness(gateway)).toMatchObject({
    code: 503,
    checks: { database: 'ok', redis: 'failed' },
  })
  expect(await service.readiness(gateway, '?exclude=redis')).toMatchObject({ code: 200 })
  expect(await gateway.log()).toContain(`Redis can't be used: ${reason}`)
  const response = await fetch(`${gateway.url}/api/v1/leads`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': service.workspace.key },
    body: JSON.stringify({ firstName: 'Ada' }),
  })
  expect(response.status).toBe(200)
  await waitFor('the worker to leave', async () => (await service.readiness(worker)) === null, 60_000)
  expect(await worker.stop()).toBe(1)
  // Its watch of Redis, which is the gateway's, wants two refusals: the worker may leave before the second.
  expect(await worker.log()).toMatch(
    new RegExp(`has taken no canary for 3000 ms: ${reason}.*this worker is stuck`, 's'),
  )
}

test('a node of a cluster that keeps the keys elsewhere is told, in readiness, log and by the worker that leaves', async () => {
  const cluster = await startRedisCluster()
  onTestFinished(cluster.close)
  const owner = await cluster.ownerOf(await cluster.slotOf('{intake}'))
  const other = cluster.nodes.find((node) => node !== owner)
  const service = await startService({ REDIS_URL: other?.url ?? '', ...quickly }, '/livez')
  onTestFinished(service.close)
  await expectTold(
    service,
    'Redis keeps these keys on another node of its cluster: REDIS_MODE=cluster finds it',
  )
})

test('a primary that is demoted behind an address that still leads to it is told, likewise', async () => {
  const pair = await startRedisPair()
  onTestFinished(pair.close)
  const service = await startService({ REDIS_URL: pair.first.url, ...quickly })
  onTestFinished(service.close)
  await pair.promote(pair.second)
  await expectTold(service, 'Redis is a read-only replica: its address must lead to the primary')
})

test('a database that is not there is told before anything is written', async () => {
  const pair = await startRedisPair()
  onTestFinished(pair.close)
  const service = await startService({ REDIS_URL: `${pair.first.url}/99`, ...quickly }, '/livez')
  onTestFinished(service.close)
  await expectTold(service, 'Redis has no database of the number in REDIS_URL')
})

test('a Redis that is away, or answers nothing, makes no worker leave and no gateway unready', async () => {
  const pair = await startRedisPair()
  onTestFinished(pair.close)
  const proxy = await startTcpProxy(pair.first.port)
  onTestFinished(proxy.close)
  const url = `redis://:${pair.password}@127.0.0.1:${proxy.port}`
  const service = await startService({ REDIS_URL: url, ...quickly })
  onTestFinished(service.close)
  for (const harm of [() => process.kill(pair.first.pid, 'SIGSTOP'), proxy.close]) {
    harm()
    await waitFor(
      'the gateway to see it',
      async () => (await service.readiness(service.gateway))?.checks.redis === 'away',
      60_000,
    )
    const until = performance.now() + 9000
    await waitFor('three times the bound', async () => {
      expect((await fetch(`${service.worker.url}/livez`)).status).toBe(200)
      return performance.now() > until
    })
    expect(await service.readiness(service.gateway)).toMatchObject({ code: 200 })
    process.kill(pair.first.pid, 'SIGCONT')
  }
})
