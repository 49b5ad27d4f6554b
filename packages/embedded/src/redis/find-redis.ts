import { spawnSync } from 'node:child_process'
import { fetchWithApt } from '../apt/fetch-with-apt.ts'
import { type Program, unpackedProgram } from '../apt/unpacked-program.ts'
import { cacheDirs, findCached } from '../cache-dir.ts'

const OLDEST_MAJOR = 6
const servers = ['redis-server', 'valkey-server']
const packages = {
  title: 'Redis',
  folder: 'redis',
  names: servers,
  usualNames: ['redis-server', 'redis-tools', 'libjemalloc2', 'liblzf1', 'libatomic1'],
}

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
): Promise<Program> {
  const onPath = servers.map((command) => ({ command })).find(isUsable)
  if (onPath) return onPath

  const dirs = cacheDir === undefined ? cacheDirs() : [cacheDir]
  for (const dir of dirs) {
    const folder = findCached([dir], packages.folder)
    const cached = folder === null ? null : unpackedProgram(folder, servers)
    if (cached !== null && isUsable(cached)) return cached
  }
  try {
    const fetched = unpackedProgram(await fetchWithApt(packages, dirs, onProgress), servers)
    if (fetched !== null && isUsable(fetched)) return fetched
    throw new Error('the server in the package of this distribution does not run, or is too old')
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new Error(`No Redis on this machine, and none could be fetched: ${reason}\n${WAYS_OUT}`)
  }
}

function isUsable({ command, env }: Program): boolean {
  const { status, stdout } = spawnSync(command, ['--version'], { env, encoding: 'utf8' })
  const major = /v=(\d+)\./.exec(stdout ?? '')?.[1]
  return status === 0 && Number(major) >= OLDEST_MAJOR
}
