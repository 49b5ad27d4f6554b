import { once } from 'node:events'
import { connect } from 'node:net'
import { join } from 'node:path'
import { type RunningPostgres, startPostgres } from '@intake/embedded/start-postgres'
import { type RunningRedis, startRedis } from '@intake/embedded/start-redis'
import type { RedisSettings } from '@intake/queue/redis-settings'
import type { LocalConfig } from '../config.ts'
import type { Run } from '../run.ts'
import { superviseProcess } from '../supervise-process.ts'

const POSTGRES_PORT = 15_432
const REDIS_PORT = 16_379

/** Starts Postgres and Redis, each unless an address is given. Returns their addresses; null for a Redis that the environment names. */
export async function startServers(run: Run): Promise<{ databaseUrl: string; redisUrl: string | null }> {
  const [databaseUrl, redisUrl] = await Promise.all([
    run.config.databaseUrl ?? startOwnPostgres(run),
    run.config.redis === undefined ? startOwnRedis(run) : checkRedis(run, run.config.redis),
  ])
  return { databaseUrl, redisUrl }
}

function startOwnPostgres(run: Run): Promise<string> {
  return run.progress.step('PostgreSQL', async (say) => {
    let port = POSTGRES_PORT
    const start = async (isFirst: boolean): Promise<RunningPostgres> => {
      const postgres = await startPostgres({
        ...places(run.config, 'postgres'),
        port,
        // The others have the address; it has to come back at the same one.
        exactPort: !isFirst,
        database: 'intake',
        onProgress: isFirst ? say : undefined,
      })
      port = postgres.port
      return postgres
    }
    const { first } = await run.services.start('postgres', () =>
      superviseProcess({ name: 'PostgreSQL', start, onChange: run.onChange }),
    )
    return first.url
  })
}

function startOwnRedis(run: Run): Promise<string> {
  return run.progress.step('Redis', async (say) => {
    let port = REDIS_PORT
    const start = async (isFirst: boolean): Promise<RunningRedis> => {
      const redis = await startRedis({
        ...places(run.config, 'redis'),
        port,
        exactPort: !isFirst,
        onProgress: isFirst ? say : undefined,
      })
      port = redis.port
      return redis
    }
    const { first } = await run.services.start('redis', () =>
      superviseProcess({ name: 'Redis', start, onChange: run.onChange }),
    )
    return first.url
  })
}

function places(config: LocalConfig, name: string): { dataDir: string; logFile: string } {
  return { dataDir: join(config.dataDir, name), logFile: join(config.dataDir, 'logs', `${name}.log`) }
}

/** A wrong address is better said here, by its name, than by an app that never gets ready. One node that answers is enough. */
function checkRedis(run: Run, { nodes }: RedisSettings): Promise<null> {
  return run.progress.step('Redis', async () => {
    try {
      await Promise.any(nodes.map(connectTo))
      return null
    } catch (error) {
      const [first] = error instanceof AggregateError ? error.errors : [error]
      const where = run.environment.REDIS_NODES?.trim() ? 'REDIS_NODES' : 'REDIS_URL'
      throw new Error(`Nothing answers at ${where}: ${first instanceof Error ? first.message : first}`)
    }
  })
}

async function connectTo({ host, port }: RedisSettings['nodes'][number]): Promise<void> {
  const socket = connect({ host, port })
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(5_000) })
  } finally {
    socket.destroy()
  }
}
