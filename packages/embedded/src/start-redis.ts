import { join, resolve } from 'node:path'
import type { Program } from './apt/unpacked-program.ts'
import { findPort } from './find-port.ts'
import { keepPassword } from './keep-password.ts'
import { lockDirectory } from './lock-directory.ts'
import { findRedis } from './redis/find-redis.ts'
import { launchRedis, RedisStartError } from './redis/launch-redis.ts'
import { noteServer, stopStaleServer } from './redis/server-file.ts'
import type { RedisSettings } from './redis/write-config.ts'
import type { Exit } from './server-process.ts'
import { type StopLadder, stopProcess } from './stop-process.ts'

export type StartRedisOptions = {
  /** Kept between starts: the append-only file, the password (0600), a lock and, unless `logFile` says otherwise, the log. */
  dataDir: string
  /** Preferred port; a busy one is stepped over. Any free one by default. */
  port?: number
  /** Fail instead of stepping over a busy port. */
  exactPort?: boolean
  logFile?: string
  /** Shared with others, such as a replica's primary; one of its own by default. */
  password?: string
  /** Lines of redis.conf, such as `{ maxmemory: '64mb' }`. */
  settings?: RedisSettings
  /** Where a fetched Redis is unpacked; a folder shared by all starts of this project by default. */
  cacheDir?: string
  onProgress?: (message: string) => void
}

export type RunningRedis = {
  url: string
  port: number
  pid: number
  stop(): Promise<void>
  /** Settles when the server has ended, for whatever reason. */
  exited: Promise<Exit>
}

const LADDER: StopLadder = [
  { signal: 'SIGTERM', waitMs: 10_000 },
  { signal: 'SIGKILL', waitMs: 2_000 },
]

/**
 * Starts a Redis of our own on 127.0.0.1, from the PATH or else from the distribution's package, fetched but not
 * installed. It ends with this process, however that ends.
 * @throws DirectoryInUseError when another live process runs it, RedisStartError with the end of its log, or an error
 * that names the ways out when there is no Redis to be had
 */
export async function startRedis(options: StartRedisOptions): Promise<RunningRedis> {
  const dataDir = resolve(options.dataDir)
  const say = options.onProgress ?? (() => {})
  const lock = lockDirectory(dataDir)
  try {
    if (await stopStaleServer(dataDir)) say('stopped a Redis left from before')
    const program = await findRedis(options.cacheDir, say)
    const password = options.password ?? keepPassword(join(dataDir, 'password'))
    const { server, port } = await launchOnFreePort(program, password, { ...options, dataDir })
    noteServer(dataDir, server.pid)
    server.exited.then(lock.release)
    const { pid, exited } = server
    const url = `redis://:${password}@127.0.0.1:${port}`
    return { url, port, pid, exited, stop: () => stopProcess(server, LADDER) }
  } catch (error) {
    lock.release()
    throw error
  }
}

async function launchOnFreePort(program: Program, password: string, options: StartRedisOptions) {
  const { dataDir, settings = {}, logFile = join(dataDir, 'redis.log') } = options
  let wanted = options.port
  for (let attempt = 1; ; attempt += 1) {
    const port = options.exactPort && wanted !== undefined ? wanted : await findPort(wanted)
    if (wanted !== undefined && port !== wanted) options.onProgress?.(`port ${wanted} is busy, using ${port}`)
    try {
      const server = await launchRedis(program, { dataDir, logFile, port, password }, settings)
      return { server, port }
    } catch (error) {
      const lostRace = error instanceof RedisStartError && error.log.includes('Address already in use')
      if (!lostRace || options.exactPort || attempt === 10) throw error
      wanted = port
    }
  }
}
