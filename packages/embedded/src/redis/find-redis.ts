import { spawnSync } from 'node:child_process'
import { cacheDirs, findCached } from '../cache-dir.ts'
import { fetchRedisWithApt } from './fetch-with-apt.ts'
import { type RedisProgram, unpackedRedis } from './unpacked-redis.ts'

const OLDEST_MAJOR = 6

const WAYS_OUT = `Three ways out:
  - install Redis 6 or later (or Valkey), so that redis-server is on the PATH
  - start one anywhere and set REDIS_URL, such as redis://127.0.0.1:6379
  - run everything in containers: docker compose up`

/**
 * A Redis or Valkey server that runs here: the one on the PATH, else one unpacked earlier, else the package of the
 * distribution (Debian, Ubuntu), fetched and unpacked into a cache directory without installing it.
 * @throws with what a person can do when there is none
 */
export async function findRedis(
  cacheDir: string | undefined,
  onProgress: (message: string) => void,
): Promise<RedisProgram> {
  const onPath = ['redis-server', 'valkey-server'].map((command) => ({ command })).find(isUsable)
  if (onPath) return onPath

  const dirs = cacheDir === undefined ? cacheDirs() : [cacheDir]
  for (const dir of dirs) {
    const folder = findCached([dir], 'redis')
    const cached = folder === null ? null : unpackedRedis(folder)
    if (cached !== null && isUsable(cached)) return cached
  }
  try {
    const fetched = unpackedRedis(await fetchRedisWithApt(dirs, onProgress))
    if (fetched !== null && isUsable(fetched)) return fetched
    throw new Error('the server in the package of this distribution does not run, or is too old')
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new Error(`No Redis on this machine, and none could be fetched: ${reason}\n${WAYS_OUT}`)
  }
}

function isUsable({ command, env }: RedisProgram): boolean {
  const { status, stdout } = spawnSync(command, ['--version'], { env, encoding: 'utf8' })
  const major = /v=(\d+)\./.exec(stdout ?? '')?.[1]
  return status === 0 && Number(major) >= OLDEST_MAJOR
}
