import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdtemp, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { programFlags } from '@intake/bundle/bundle-apps'
import getPort from 'get-port'
import { appPrograms } from './app-programs.ts'
import { waitFor } from './wait-for.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))

export interface RunningApp {
  url: string
  /** Where its metrics are. */
  metricsUrl: string
  pid: number
  /** What the process has logged so far. */
  log(): Promise<string>
  /** Sends the signal and waits for the end. Answers the exit code, null when the signal ended it. */
  stop(signal?: NodeJS.Signals): Promise<number | null>
}

type App = 'gateway' | 'worker' | 'console'

/**
 * Starts one of our apps as a real process on `PORT`, else on a free loopback port, and waits until it is ready; or, with
 * the probe `/livez`, until it runs, for one whose servers are away.
 */
export async function startApp(
  app: App,
  env: Record<string, string>,
  probe: '/readyz' | '/livez' = '/readyz',
): Promise<RunningApp> {
  return startProgram(app, (await appPrograms())[app], env, probe)
}

/** {@link startApp} with this program, of another checkout for example. */
export async function startProgram(
  app: App,
  program: string,
  env: Record<string, string>,
  probe: '/readyz' | '/livez' = '/readyz',
): Promise<RunningApp> {
  const port = env.PORT ? Number(env.PORT) : await getPort({ host: '127.0.0.1' })
  // The worker's are on its own port, which no client reaches.
  const metricsPort = app === 'gateway' ? await getPort({ host: '127.0.0.1', exclude: [port] }) : port
  const directory = await mkdtemp(join(tmpdir(), 'intake-app-'))
  const logFile = join(directory, `${app}.log`)
  const child = spawn(process.execPath, [...programFlags, program], {
    cwd: root,
    env: {
      PATH: process.env.PATH,
      HOST: '127.0.0.1',
      METRICS_PORT: String(metricsPort),
      STORAGE_DIR: join(directory, 'files'),
      // Nobody has to be waited for, unless a test says so.
      SHUTDOWN_DELAY: '0',
      ...env,
      PORT: String(port),
    },
    // The IPC channel tells the child when this process is gone.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  const log = createWriteStream(logFile)
  child.stdout?.pipe(log, { end: false })
  child.stderr?.pipe(log, { end: false })
  const url = `http://127.0.0.1:${port}`
  const read = () => readFile(logFile, 'utf8')
  const isUp = async () => {
    if (child.exitCode !== null) throw new Error(`${app} ended with ${child.exitCode}:\n${await read()}`)
    const response = await fetch(`${url}${probe}`).catch(() => null)
    return response?.ok
  }
  await waitFor(`${app} to be ready`, isUp, 60_000)
  return {
    url,
    metricsUrl: `http://127.0.0.1:${env.METRICS_PORT ?? metricsPort}/metrics`,
    pid: child.pid ?? 0,
    log: read,
    stop: (signal = 'SIGTERM') => stop(child, signal),
  }
}

async function stop(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) {
    const exited = once(child, 'exit')
    child.kill(signal)
    await exited
  }
  return child.exitCode
}
