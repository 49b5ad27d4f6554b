import { spawn } from 'node:child_process'
import { closeSync, fstatSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { readLogTail } from '../read-log-tail.ts'
import { childStarted, type ServerProcess } from '../server-process.ts'
import { stopWithParent } from '../stop-with-parent.ts'
import type { PostgresHome } from './postgres-home.ts'
import { readPostmasterFile } from './postmaster-file.ts'

const START_TIMEOUT_MS = 120_000

const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  // A bad estimate makes a statement compile for up to a second.
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
}

/** Before the data directory's path on the command line, as `-D` may name it in words that only that process understands. */
export const directoryMark = 'intake.data_directory='

/** Postgres ended, or did not get ready, while it was being started. `log` is what it wrote meanwhile. */
export class PostgresStartError extends Error {
  readonly log: string

  constructor(reason: string, logFile: string, log: string) {
    super(`PostgreSQL ${reason}. The end of ${logFile}:\n${log}`)
    this.name = 'PostgresStartError'
    this.log = log
  }
}

/**
 * Starts the postmaster and waits until it accepts connections.
 * @throws PostgresStartError
 */
export async function launchPostmaster(
  home: PostgresHome,
  port: number,
  logFile: string,
  settings: Record<string, string>,
): Promise<ServerProcess> {
  const log = openSync(logFile, 'a', 0o600)
  const logStart = fstatSync(log).size
  const all = Object.entries({ ...SETTINGS, ...settings, port: String(port) })
  const args = [
    '-D',
    join(home.seenByPostgres, 'cluster'),
    '-c',
    `${directoryMark}${home.clusterDir}`,
    ...all.flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ]
  const server = await childStarted(
    // A session of its own: Ctrl-C in the terminal reaches us only, and we stop things in order.
    spawn(join(home.binaries, 'bin', 'postgres'), args, {
      ...home.spawnOptions,
      detached: true,
      stdio: ['ignore', log, log, ...home.inheritedFds],
    }),
  ).finally(() => closeSync(log))

  const watch = stopWithParent(server.pid, 'SIGINT', home.runAs)
  server.exited.then(watch.cancel)

  const ended = server.exited.then(({ code, signal }) => `ended with ${signal ?? `code ${code}`}`)
  const reason = await Promise.race([ended, untilReady(home.clusterDir, server.pid)])
  if (reason === null) return server
  server.kill('SIGQUIT')
  throw new PostgresStartError(reason, logFile, readLogTail(logFile, 20, logStart))
}

async function untilReady(clusterDir: string, pid: number): Promise<string | null> {
  const deadline = Date.now() + START_TIMEOUT_MS
  while (Date.now() < deadline) {
    const postmaster = readPostmasterFile(clusterDir)
    if (postmaster?.pid === pid && postmaster.isReady) return null
    await sleep(15)
  }
  return `was not ready after ${START_TIMEOUT_MS / 1000} s`
}
