import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { findPort } from './find-port.ts'
import { lockDirectory } from './lock-directory.ts'
import { createCluster } from './postgres/create-cluster.ts'
import { launchPostmaster, PostgresStartError } from './postgres/launch-postmaster.ts'
import { openDatabase } from './postgres/open-database.ts'
import { openPostgresHome, type PostgresHome } from './postgres/postgres-home.ts'
import { stopStalePostmaster } from './postgres/stop-stale-postmaster.ts'
import type { Exit } from './server-process.ts'
import { type StopLadder, stopProcess } from './stop-process.ts'

export type StartPostgresOptions = {
  /** Kept between starts: the cluster, its password (0600), a lock and, unless `logFile` says otherwise, the log. */
  dataDir: string
  /** Preferred port; a busy one is stepped over. Any free one by default. */
  port?: number
  /** Fail instead of stepping over a busy port. */
  exactPort?: boolean
  /** Created when missing; `postgres` by default. */
  database?: string
  logFile?: string
  /** Server settings, such as `{ fsync: 'off' }` for tests. */
  settings?: Record<string, string>
  onProgress?: (message: string) => void
}

export type RunningPostgres = {
  url: string
  port: number
  pid: number
  /** `fast` (default) disconnects clients and writes a checkpoint, `immediate` leaves recovery to the next start. */
  stop(mode?: 'fast' | 'immediate'): Promise<void>
  /** Settles when the server has ended, for whatever reason. */
  exited: Promise<Exit>
}

const LADDERS: Record<'fast' | 'immediate', StopLadder> = {
  fast: [
    { signal: 'SIGINT', waitMs: 10_000 },
    { signal: 'SIGQUIT', waitMs: 5_000 },
    { signal: 'SIGKILL', waitMs: 2_000 },
  ],
  immediate: [
    { signal: 'SIGQUIT', waitMs: 5_000 },
    { signal: 'SIGKILL', waitMs: 2_000 },
  ],
}

/**
 * Starts a PostgreSQL 18 of our own on 127.0.0.1, from binaries that came with npm; creates its cluster the first time.
 * It ends with this process, however that ends.
 * @throws DirectoryInUseError when another live process runs it, PostgresStartError with the end of postgres's log
 */
export async function startPostgres(options: StartPostgresOptions): Promise<RunningPostgres> {
  const lock = lockDirectory(options.dataDir)
  let home: PostgresHome | undefined
  try {
    home = openPostgresHome(options.dataDir)
    if (await stopStalePostmaster(home.clusterDir))
      options.onProgress?.('stopped a PostgreSQL left from before')
    if (!existsSync(home.clusterDir)) {
      options.onProgress?.('creating the PostgreSQL data directory')
      await createCluster(home)
    }
    const { server, port } = await launchOnFreePort(home, options)
    server.exited.then(lock.release)
    try {
      const url = await openDatabase(port, home.password, options.database ?? 'postgres')
      const { pid, exited } = server
      return { url, port, pid, exited, stop: (mode = 'fast') => stopProcess(server, LADDERS[mode]) }
    } catch (error) {
      await stopProcess(server, LADDERS.fast)
      throw error
    }
  } catch (error) {
    lock.release()
    throw error
  } finally {
    home?.close()
  }
}

async function launchOnFreePort(home: PostgresHome, options: StartPostgresOptions) {
  const logFile = options.logFile ?? join(home.dataDir, 'postgres.log')
  let wanted = options.port
  for (let attempt = 1; ; attempt += 1) {
    const port = options.exactPort && wanted !== undefined ? wanted : await findPort(wanted)
    if (wanted !== undefined && port !== wanted) options.onProgress?.(`port ${wanted} is busy, using ${port}`)
    try {
      const server = await launchPostmaster(home, port, logFile, options.settings ?? {})
      return { server, port }
    } catch (error) {
      // Lost a race for the port, or the children of a killed postmaster are still on their way out.
      const isPassing =
        error instanceof PostgresStartError && /Address already in use|shared memory block/.test(error.log)
      if (!isPassing || attempt === 10) throw error
      wanted = options.exactPort ? wanted : port
      await sleep(300)
    }
  }
}
