import { fileURLToPath } from 'node:url'
import type { DirectoryLock } from '@intake/embedded/lock-directory'
import type { LocalConfig } from './config.ts'
import { type LocalFile, removeLocalFile, writeLocalFile } from './local-file.ts'
import type { Progress } from './progress.ts'
import { recordProcesses } from './recorded-processes.ts'
import type { AppPaths, Run } from './run.ts'
import { readSecrets } from './secrets.ts'
import { createServices, type ServiceKind, serviceKinds } from './services.ts'
import { claimDataDir } from './steps/claim-data-dir.ts'
import { migrateDatabase } from './steps/migrate-database.ts'
import { startApps } from './steps/start-apps.ts'
import { startServers } from './steps/start-servers.ts'
import { watchLog } from './watch-log.ts'

const ourApps: AppPaths = {
  gateway: appPath('gateway'),
  worker: appPath('worker'),
  console: appPath('console'),
}

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
  apps?: AppPaths
}): LocalRunner {
  const { config, progress, signal } = options
  const services = createServices()
  const watchers: Array<{ close(): void }> = []
  let lock: DirectoryLock | undefined
  let announced: Omit<LocalFile, 'pids'> | undefined
  const run: Run = { ...options, services, apps: options.apps ?? ourApps, onChange }

  function onChange(message: string) {
    progress.line(message)
    note()
  }

  function note() {
    recordProcesses(config.dataDir, serviceKinds.flatMap(services.pids))
    if (announced && !signal.aborted) writeLocalFile(config.dataDir, { ...announced, pids: pidsNow() })
  }

  function pidsNow(): LocalFile['pids'] {
    const [gateway, worker, console] = [
      services.pids('gateway'),
      services.pids('worker'),
      services.pids('console'),
    ]
    return {
      gateway,
      worker,
      console,
      postgres: services.pids('postgres')[0] ?? null,
      redis: services.pids('redis')[0] ?? null,
    }
  }

  function onLogFile(name: string, file: string) {
    watchers.push(watchLog(file, (trouble) => progress.line(`  ${name}: ${trouble}`)))
  }

  async function startAll(): Promise<LocalFile> {
    lock = await claimDataDir(config.dataDir, progress.line)
    const secrets = readSecrets(config.dataDir)
    // Loading what the demo needs takes as long as starting the servers: both at once.
    const [{ databaseUrl, redisUrl }, { prepareDemo }] = await Promise.all([
      startServers(run),
      import('./steps/prepare-demo.ts'),
    ])
    signal.throwIfAborted()
    await migrateDatabase(run, databaseUrl)
    signal.throwIfAborted()

    const addresses = { DATABASE_URL: databaseUrl, REDIS_URL: redisUrl }
    const console = {
      CONSOLE_USER: secrets.consoleUser,
      CONSOLE_PASSWORD: secrets.consolePassword,
      CONSOLE_SESSION_SECRET: secrets.consoleSessionSecret,
    }
    const near = (offset: number) => nearbyPort(config.port, offset)
    const [keys, gatewayPorts, workerPorts, consolePorts] = await Promise.all([
      prepareDemo(run, databaseUrl, secrets),
      startApps(run, {
        kind: 'gateway',
        count: config.gateways,
        firstPort: near(0),
        environment: addresses,
        onLogFile,
      }),
      startApps(run, {
        kind: 'worker',
        count: config.workers,
        firstPort: near(200),
        environment: addresses,
        onLogFile,
      }),
      startApps(run, {
        kind: 'console',
        count: 1,
        firstPort: near(100),
        environment: { ...addresses, ...console },
        onLogFile,
      }),
    ])
    const [baseUrl = '', ...moreGateways] = gatewayPorts.map(urlOf)
    announced = {
      baseUrl,
      gatewayUrls: [baseUrl, ...moreGateways],
      ...keys,
      consoleUrl: consolePorts.map(urlOf).join(),
      consoleUser: secrets.consoleUser,
      consolePassword: secrets.consolePassword,
      databaseUrl,
      redisUrl,
      workerUrls: workerPorts.map(urlOf),
    }
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

function urlOf(port: number): string {
  return `http://127.0.0.1:${port}`
}

function appPath(name: string): string {
  return fileURLToPath(new URL(`../../${name}/src/main.ts`, import.meta.url))
}

/** Any port is fine when any was asked for, or when there is none so high. */
function nearbyPort(port: number, offset: number): number | undefined {
  return port === 0 || port + offset > 65_535 ? undefined : port + offset
}
