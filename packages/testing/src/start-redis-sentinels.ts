import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findRedis } from '@intake/embedded/redis/find-redis'
import { childStarted } from '@intake/embedded/server-process'
import { stopProcess } from '@intake/embedded/stop-process'
import { stopWithParent } from '@intake/embedded/stop-with-parent'
import { redisCommand } from './redis-command.ts'
import { aRedisPort, type RedisPair, startRedisPair } from './start-redis-pair.ts'
import { waitFor } from './wait-for.ts'

export interface RedisSentinels extends RedisPair {
  /** What an app is told to find the primary. */
  env: Record<string, string>
  /** Port of the server that the sentinels call the primary. */
  primaryPort(): Promise<number>
  /** Has the sentinels swap the roles while both servers are up, and waits until they say so. */
  failOver(): Promise<void>
}

const master = 'intake-primary'

/** A primary, a replica and three sentinels with a password of their own, which fail over within some seconds. */
export async function startRedisSentinels(): Promise<RedisSentinels> {
  const pair = await startRedisPair()
  const directory = await mkdtemp(join(tmpdir(), 'intake-sentinels-'))
  const password = randomBytes(16).toString('hex')
  const sentinels = await Promise.all(
    [1, 2, 3].map((number) => startSentinel(join(directory, String(number)), password, pair)),
  )
  const ask = (command: string, index = 0) =>
    redisCommand(`redis://:${password}@127.0.0.1:${sentinels[index]?.port}`, command)
  const knowAll = async (index: number) => {
    const state = await ask(`SENTINEL MASTER ${master}`, index)
    return /num-slaves\r\n\$1\r\n1/.test(state) && /num-other-sentinels\r\n\$1\r\n2/.test(state)
  }
  await waitFor('the sentinels to know each other', async () => {
    const known = await Promise.all([0, 1, 2].map((index) => knowAll(index).catch(() => false)))
    return known.every(Boolean)
  })
  const primaryPort = async () => {
    const answer = await ask(`SENTINEL GET-MASTER-ADDR-BY-NAME ${master}`)
    return Number(/127\.0\.0\.1\r\n\$\d+\r\n(\d+)/.exec(answer)?.[1])
  }
  return {
    ...pair,
    env: {
      REDIS_MODE: 'sentinel',
      REDIS_NODES: sentinels.map(({ port }) => `127.0.0.1:${port}`).join(),
      REDIS_SENTINEL_MASTER: master,
      REDIS_SENTINEL_PASSWORD: password,
      REDIS_URL: `redis://:${pair.password}@by-the-sentinels/0`,
    },
    primaryPort,
    async failOver() {
      const before = await primaryPort()
      await ask(`SENTINEL FAILOVER ${master}`)
      await waitFor('the sentinels to fail over', async () => (await primaryPort()) !== before)
    },
    async close() {
      await Promise.all(sentinels.map(({ stop }) => stop()))
      await pair.close()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

async function startSentinel(directory: string, password: string, { first, password: ofServers }: RedisPair) {
  await mkdir(directory, { recursive: true })
  const port = await aRedisPort()
  const config = join(directory, 'sentinel.conf')
  const lines = [
    'bind 127.0.0.1',
    `port ${port}`,
    `dir ${directory}`,
    `requirepass ${password}`,
    `sentinel sentinel-pass ${password}`,
    `sentinel monitor ${master} 127.0.0.1 ${first.port} 2`,
    `sentinel auth-pass ${master} ${ofServers}`,
    `sentinel down-after-milliseconds ${master} 1000`,
    `sentinel failover-timeout ${master} 5000`,
  ]
  await writeFile(config, `${lines.join('\n')}\n`, { mode: 0o600 })
  const program = await findRedis(undefined, () => undefined)
  const server = await childStarted(
    spawn(program.command, [config, '--sentinel'], {
      cwd: directory,
      env: program.env,
      detached: true,
      stdio: 'ignore',
    }),
  )
  const watch = stopWithParent(server.pid, 'SIGTERM')
  server.exited.then(watch.cancel)
  return { port, stop: () => stopProcess(server, [{ signal: 'SIGKILL', waitMs: 2000 }]) }
}
