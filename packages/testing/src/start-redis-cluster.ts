import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type RunningRedis, startRedis } from '@intake/embedded/start-redis'
import { redisCommand } from './redis-command.ts'
import { aRedisPort } from './start-redis-pair.ts'
import { waitFor } from './wait-for.ts'

export interface RedisCluster {
  nodes: readonly RunningRedis[]
  /** What an app is told to use the cluster. */
  env: Record<string, string>
  /** The slot of a key. */
  slotOf(key: string): Promise<number>
  /** The node that serves a slot. */
  ownerOf(slot: number): Promise<RunningRedis>
  /** Moves a slot with all its keys to a node, as resharding does: while it is served. */
  moveSlot(slot: number, target: RunningRedis): Promise<void>
  close(): Promise<void>
}

const slots = 16_384

/** Three nodes without replicas that share the slots. */
export async function startRedisCluster(): Promise<RedisCluster> {
  const directory = await mkdtemp(join(tmpdir(), 'intake-redis-cluster-'))
  const password = randomBytes(16).toString('hex')
  const start = async (name: string) =>
    startRedis({
      dataDir: join(directory, name),
      port: await aRedisPort(),
      password,
      settings: { 'cluster-enabled': 'yes', 'cluster-node-timeout': '3000', masterauth: password },
    })
  const nodes = [await start('1'), await start('2'), await start('3')]
  const ask = (node: RunningRedis, ...commands: string[]) => redisCommand(node.url, ...commands)
  const [first] = nodes as [RunningRedis]
  for (const [index, node] of nodes.entries()) {
    const [from, to] = [index, index + 1].map((part) => Math.floor((slots * part) / nodes.length))
    await ask(node, `CLUSTER ADDSLOTSRANGE ${from} ${(to ?? 0) - 1}`, `CLUSTER MEET 127.0.0.1 ${first.port}`)
  }
  const isWhole = async (node: RunningRedis) => {
    const state = await ask(node, 'CLUSTER INFO')
    return state.includes('cluster_state:ok') && state.includes('cluster_known_nodes:3')
  }
  await waitFor('the cluster to be whole', async () => (await Promise.all(nodes.map(isWhole))).every(Boolean))

  const idOf = async (node: RunningRedis) =>
    /\$40\r\n(\w{40})/.exec(await ask(node, 'CLUSTER MYID'))?.[1] ?? ''
  const ownerOf = async (slot: number) => {
    for (const node of nodes) {
      const lines = (await ask(node, 'CLUSTER NODES')).split('\n')
      const own =
        lines
          .find((line) => line.includes('myself'))
          ?.split(' ')
          .slice(8) ?? []
      const isIn = (range: string) => {
        const [from = -1, to = from] = range.split('-').map(Number)
        return slot >= from && slot <= to
      }
      if (own.some((range) => !range.startsWith('[') && isIn(range))) return node
    }
    throw new Error(`nobody serves slot ${slot}`)
  }
  return {
    nodes,
    env: {
      REDIS_MODE: 'cluster',
      REDIS_NODES: nodes.map(({ port }) => `127.0.0.1:${port}`).join(),
      REDIS_URL: `redis://:${password}@any-node`,
    },
    slotOf: async (key) => Number(/:(\d+)\r\n/.exec(await ask(first, `CLUSTER KEYSLOT ${key}`))?.[1]),
    ownerOf,
    async moveSlot(slot, target) {
      const source = await ownerOf(slot)
      const [sourceId, targetId] = [await idOf(source), await idOf(target)]
      await ask(target, `CLUSTER SETSLOT ${slot} IMPORTING ${sourceId}`)
      await ask(source, `CLUSTER SETSLOT ${slot} MIGRATING ${targetId}`)
      for (;;) {
        const answer = await ask(source, `CLUSTER GETKEYSINSLOT ${slot} 10`)
        const keys = [...answer.matchAll(/\$\d+\r\n(\{[^\r]*)\r\n/g)].map(([, key]) => key)
        if (keys.length === 0) break
        await ask(
          source,
          `MIGRATE 127.0.0.1 ${target.port} "" 0 5000 AUTH ${password} KEYS ${keys.join(' ')}`,
        )
      }
      for (const node of [target, source, ...nodes.filter((each) => each !== source && each !== target)])
        await ask(node, `CLUSTER SETSLOT ${slot} NODE ${targetId}`)
    },
    async close() {
      await Promise.all(nodes.map((node) => node.stop()))
      await rm(directory, { recursive: true, force: true })
    },
  }
}
