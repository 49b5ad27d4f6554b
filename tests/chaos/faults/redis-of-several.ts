import { startBreakableStack } from '@intake/testing/start-breakable-stack'
import { startRedisCluster } from '@intake/testing/start-redis-cluster'
import { startRedisSentinels } from '@intake/testing/start-redis-sentinels'
import { waitFor } from '@intake/testing/wait-for'
import { type FaultOfOwnStack, lastFor, type OwnStack } from '../fault.ts'

/** Sentinels swap the roles of two living servers, then lose the primary. */
export const redisFailedOver: FaultOfOwnStack = {
  name: 'redis-failed-over',
  unnoticed: true,
  async setUp() {
    const redis = await startRedisSentinels()
    return onRedis(redis, async (scene) => {
      await redis.failOver()
      await lastFor(scene)
      const before = await redis.primaryPort()
      const primary = [redis.first, redis.second].find(({ port }) => port === before)
      if (!primary) throw new Error('no server is the primary')
      process.kill(primary.pid, 'SIGKILL')
      await waitFor('the other to be primary', async () => (await redis.primaryPort()) !== before, 60_000)
    })
  },
}

/** The slot that has all queues moves to another node of a cluster and back, while it is served. */
export const redisMoved: FaultOfOwnStack = {
  name: 'redis-moved',
  unnoticed: true,
  async setUp() {
    const cluster = await startRedisCluster()
    return onRedis(cluster, async (scene) => {
      const slot = await cluster.slotOf('{intake}')
      const owner = await cluster.ownerOf(slot)
      const other = cluster.nodes.find((node) => node !== owner) ?? owner
      await cluster.moveSlot(slot, other)
      await lastFor(scene)
      await cluster.moveSlot(slot, owner)
    })
  },
}

async function onRedis(
  redis: { env: Record<string, string>; close(): Promise<void> },
  inflict: OwnStack['inflict'],
): Promise<OwnStack> {
  const stack = await startBreakableStack({ gateways: 2, workers: 2, env: redis.env })
  const close = async () => {
    await stack.close()
    await redis.close()
  }
  return { stack, inflict, close }
}
