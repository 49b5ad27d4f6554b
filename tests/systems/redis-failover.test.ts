import { startRedisCluster } from '@intake/testing/start-redis-cluster'
import { startRedisPair } from '@intake/testing/start-redis-pair'
import { startRedisSentinels } from '@intake/testing/start-redis-sentinels'
import { startTcpProxy } from '@intake/testing/start-tcp-proxy'
import { waitFor } from '@intake/testing/wait-for'
import { expect, onTestFinished, test } from 'vitest'
import { expectUnharmed } from './expect-unharmed.ts'
import { startService } from './start-service.ts'

async function withService(env: Record<string, string>) {
  const service = await startService(env)
  onTestFinished(service.close)
  return service
}

test('a primary is demoted while all sockets stay open: the new one behind the address is used', async () => {
  const pair = await startRedisPair()
  onTestFinished(pair.close)
  const proxy = await startTcpProxy(pair.first.port)
  onTestFinished(proxy.close)
  const service = await withService({ REDIS_URL: `redis://:${pair.password}@127.0.0.1:${proxy.port}` })
  await expectUnharmed(service, async () => {
    await pair.promote(pair.second)
    proxy.pointTo(pair.second.port)
  })
  await waitFor('both to be ready', async () =>
    (await Promise.all([service.gateway, service.worker].map((app) => service.readiness(app)))).every(
      (seen) => seen?.code === 200 && seen.checks.redis === 'ok',
    ),
  )
})

test('sentinels fail over, with the primary alive, then killed', async () => {
  const redis = await startRedisSentinels()
  onTestFinished(redis.close)
  const service = await withService(redis.env)
  await expectUnharmed(service, redis.failOver)
  await expectUnharmed(service, async () => {
    const before = await redis.primaryPort()
    const primary = [redis.first, redis.second].find(({ port }) => port === before)
    process.kill(primary?.pid ?? 0, 'SIGKILL')
    await waitFor(
      'the other one to be the primary',
      async () => (await redis.primaryPort()) !== before,
      60_000,
    )
  })
})

test('a slot of a cluster is moved to another node and back', async () => {
  const cluster = await startRedisCluster()
  onTestFinished(cluster.close)
  const service = await withService(cluster.env)
  const slot = await cluster.slotOf('{intake}')
  const owner = await cluster.ownerOf(slot)
  const other = cluster.nodes.find((node) => node !== owner) ?? owner
  await expectUnharmed(service, async () => {
    await cluster.moveSlot(slot, other)
    expect(await cluster.ownerOf(slot)).toBe(other)
    await cluster.moveSlot(slot, owner)
  })
})
