import { join } from 'node:path'
import type { DirectoryLock } from '@intake/embedded/lock-directory'
import type { LogFormat } from '@intake/runtime/logger'
import { boundLogs } from './bound-logs.ts'
import { bringUp } from './bring-up.ts'
import type { LocalConfig } from './config.ts'
import { type LocalFile, removeLocalFile, writeLocalFile } from './local-file.ts'
import type { Progress } from './progress.ts'
import { recordProcesses } from './recorded-processes.ts'
import type { Run } from './run.ts'
import { createServices, type ServiceKind, serviceKinds } from './services.ts'
import { claimDataDir } from './steps/claim-data-dir.ts'
import { followLog, watchLog } from './watch-log.ts'

export type LocalRunner = {
  /** Brings everything up. Returns what local.json says. */
  start(): Promise<LocalFile>
  /** Ends all processes of one kind; to be called for each of `serviceKinds`, in their order. */
  stop(kind: ServiceKind): Promise<void>
  /** Gives the data directory back, after everything is stopped. */
  release(): void
  /** Ends the apps at once. The servers end by themselves, in order, when this process does. */
  kill(): void
}

/** The whole service on one machine. Nothing runs before `start`. */
export function createLocalRunner(options: {
  config: LocalConfig
  environment: NodeJS.ProcessEnv
  progress: Progress
  signal: AbortSignal
  /** Of the apps' logs; pretty ones are shown line by line. */
  logFormat: LogFormat
}): LocalRunner {
  const { config, progress, signal, logFormat } = options
  const services = createServices()
  const watchers: Array<{ close(): void }> = []
  let lock: DirectoryLock | undefined
  let announced: Omit<LocalFile, 'pids'> | undefined
  const run: Run = { ...options, services, onChange, onLogFile }

  function onChange(message: string) {
    progress.line(message)
    note()
  }

  function note() {
    recordProcesses(config.dataDir, serviceKinds.flatMap(services.pids))
    if (announced && !signal.aborted) writeLocalFile(config.dataDir, { ...announced, pids: pidsNow() })
  }

  function pidsNow(): LocalFile['pids'] {
    const { pids } = services
    return {
      runner: process.pid,
      gateway: pids('gateway'),
      worker: pids('worker'),
      console: pids('console'),
      postgres: pids('postgres')[0] ?? null,
      redis: pids('redis')[0] ?? null,
    }
  }

  function onLogFile(name: string, file: string) {
    watchers.push(
      logFormat === 'pretty'
        ? followLog(file, progress.line)
        : watchLog(file, (trouble) => progress.line(`  ${name}: ${trouble}`)),
    )
  }

  async function startAll(): Promise<LocalFile> {
    lock = await claimDataDir(config.dataDir, progress.line)
    watchers.push(boundLogs(join(config.dataDir, 'logs')))
    announced = await bringUp(run)
    note()
    return { ...announced, pids: pidsNow() }
  }

  return {
    start: startAll,
    async stop(kind) {
      if (services.has(kind)) await progress.step(`stop ${kind}`, () => services.stop(kind))
    },
    release() {
      if (!lock) return
      for (const watcher of watchers.splice(0)) watcher.close()
      recordProcesses(config.dataDir, serviceKinds.flatMap(services.pids))
      removeLocalFile(config.dataDir)
      lock.release()
    },
    kill() {
      for (const pid of (['gateway', 'worker', 'console'] as const).flatMap(services.pids)) {
        process.kill(pid, 'SIGKILL')
      }
    },
  }
}
