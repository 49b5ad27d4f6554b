import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findPort } from '@intake/embedded/find-port'
import { type RunningRedis, startRedis } from '@intake/embedded/start-redis'
import { redisCommand } from './redis-command.ts'
import { waitFor } from './wait-for.ts'

export interface RedisPair {
  /** The primary to begin with. */
  first: RunningRedis
  /** Its replica to begin with, in step with it. */
  second: RunningRedis
  password: string
  /** Makes one the primary and the other its replica. Connections to both stay open. */
  promote(server: RunningRedis): Promise<void>
  close(): Promise<void>
}

/** Below the ports that connections get, so that one that was given stays free, and low enough for a cluster's bus. */
export const aRedisPort = () => findPort(12_000 + Math.floor(Math.random() * 9000))

/** A primary and a replica of it, with one password. */
export async function startRedisPair(): Promise<RedisPair> {
  const directory = await mkdtemp(join(tmpdir(), 'intake-redis-pair-'))
  const password = randomBytes(16).toString('hex')
  const start = async (name: string, settings = {}) =>
    startRedis({
      dataDir: join(directory, name),
      port: await aRedisPort(),
      password,
      settings: { masterauth: password, 'repl-diskless-sync-delay': '0', ...settings },
    })
  const first = await start('first')
  const second = await start('second', { replicaof: `127.0.0.1 ${first.port}` })
  const isInStep = async (replica: RunningRedis) =>
    (await redisCommand(replica.url, 'INFO replication')).includes('master_link_status:up')
  await waitFor('the replica to be in step', () => isInStep(second))
  return {
    first,
    second,
    password,
    async promote(server) {
      const other = server === first ? second : first
      await redisCommand(server.url, 'REPLICAOF NO ONE')
      await redisCommand(other.url, `REPLICAOF 127.0.0.1 ${server.port}`)
    },
    async close() {
      await Promise.all([first.stop(), second.stop()])
      await rm(directory, { recursive: true, force: true })
    },
  }
}
