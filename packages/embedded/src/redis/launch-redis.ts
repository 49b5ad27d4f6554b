import { spawn } from 'node:child_process'
import { closeSync, fstatSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Program } from '../apt/unpacked-program.ts'
import { readLogTail } from '../read-log-tail.ts'
import { childStarted, type ServerProcess } from '../server-process.ts'
import { stopWithParent } from '../stop-with-parent.ts'
import { pingRedis } from './ping-redis.ts'
import { type RedisSettings, writeRedisConfig } from './write-config.ts'

const START_TIMEOUT_MS = 120_000

/** Redis ended, or did not get ready, while it was being started. `log` is what it wrote meanwhile. */
export class RedisStartError extends Error {
  readonly log: string

  constructor(reason: string, logFile: string, log: string) {
    super(`Redis ${reason}. The end of ${logFile}:\n${log}`)
    this.name = 'RedisStartError'
    this.log = log
  }
}

/**
 * Starts the server and waits until it has loaded its data and answers.
 * @throws RedisStartError
 */
export async function launchRedis(
  program: Program,
  at: { dataDir: string; logFile: string; port: number; password: string },
  settings: RedisSettings,
): Promise<ServerProcess> {
  const config = join(at.dataDir, 'redis.conf')
  writeRedisConfig(config, { ...at, dir: at.dataDir }, settings)
  const log = openSync(at.logFile, 'a', 0o600)
  const logStart = fstatSync(log).size
  const server = await childStarted(
    spawn(program.command, [config], {
      cwd: at.dataDir,
      env: program.env,
      detached: true,
      stdio: ['ignore', log, log],
    }),
  ).finally(() => closeSync(log))
  const watch = stopWithParent(server.pid, 'SIGTERM')
  server.exited.then(watch.cancel)

  let reason: string | null = null
  server.exited.then(({ code, signal }) => {
    reason = `ended with ${signal ?? `code ${code}`}`
  })
  const deadline = Date.now() + START_TIMEOUT_MS
  while (reason === null && Date.now() < deadline) {
    if (await pingRedis(at.port, at.password)) return server
    await sleep(15)
  }
  server.kill('SIGKILL')
  throw new RedisStartError(
    reason ?? `was not ready after ${START_TIMEOUT_MS / 1000} s`,
    at.logFile,
    readLogTail(at.logFile, 20, logStart),
  )
}
