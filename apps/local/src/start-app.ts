import { spawn } from 'node:child_process'
import { closeSync, fstatSync, openSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { programFlags } from '@intake/bundle/bundle-apps'
import { readLogTail } from '@intake/embedded/read-log-tail'
import { childStarted, type ServerProcess } from '@intake/embedded/server-process'
import { stopProcess } from '@intake/embedded/stop-process'
import { stopWithParent } from '@intake/embedded/stop-with-parent'
import { projectRoot } from './config.ts'
import type { RunningProcess } from './supervise-process.ts'

const READY_WITHIN_MS = 60_000

const LADDER = [
  { signal: 'SIGTERM', waitMs: 23_000 },
  { signal: 'SIGKILL', waitMs: 2_000 },
] as const

export type AppStart = {
  name: string
  /** Path of what Node runs. */
  program: string
  port: number
  environment: NodeJS.ProcessEnv
  logFile: string
  /** Wait for GET /readyz to say 200; otherwise a pid is enough. */
  untilReady: boolean
  /** Gives up waiting. */
  signal: AbortSignal
}

/** An app ended, or did not get ready, while it was being started. */
export class AppStartError extends Error {
  readonly log: string

  constructor(name: string, reason: string, logFile: string, log: string) {
    super(`${name} ${reason}. The end of ${logFile}:\n${log}`)
    this.name = 'AppStartError'
    this.log = log
  }
}

/**
 * Starts one of the apps as a process of its own, its output in a log file. It ends with this process.
 * @throws AppStartError with the end of its log
 */
export async function startApp(app: AppStart): Promise<RunningProcess> {
  const log = openSync(app.logFile, 'a', 0o600)
  const logStart = fstatSync(log).size
  const server = await childStarted(
    spawn(process.execPath, [...programFlags, app.program], {
      cwd: projectRoot,
      env: { ...app.environment, HOST: '127.0.0.1', PORT: String(app.port) },
      // A session of its own: Ctrl-C in the terminal reaches us only, and we stop things in order.
      detached: true,
      stdio: ['ignore', log, log],
    }),
  ).finally(() => closeSync(log))
  const watch = stopWithParent(server.pid, 'SIGTERM')
  server.exited.then(watch.cancel)

  const running = { ...server, stop: () => stopProcess(server, LADDER) }
  if (!app.untilReady) return running
  const reason = await waitUntilReady(server, app)
  if (reason === null) return running
  await running.stop()
  throw new AppStartError(app.name, reason, app.logFile, readLogTail(app.logFile, 20, logStart))
}

async function waitUntilReady(server: ServerProcess, app: AppStart): Promise<string | null> {
  let end: string | null = null
  server.exited.then(({ code, signal }) => {
    end = `ended with ${signal ?? `code ${code}`} while starting`
  })
  const deadline = Date.now() + READY_WITHIN_MS
  let lastAnswer = 'no answer'
  while (end === null && Date.now() < deadline) {
    if (app.signal.aborted) return 'was stopped while starting'
    lastAnswer = await askIfReady(app.port)
    if (lastAnswer === 'ready') return null
    await sleep(50)
  }
  return end ?? `was not ready after ${READY_WITHIN_MS / 1000} s (${lastAnswer})`
}

async function askIfReady(port: number): Promise<string> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(3_000) })
    return answer.ok ? 'ready' : `${answer.status} ${(await answer.text()).slice(0, 200)}`
  } catch {
    return 'no answer'
  }
}
