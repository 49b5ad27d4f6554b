import { join } from 'node:path'
import type { AppName, Programs } from '@intake/bundle/bundle-apps'
import { findPort, isPortFree } from '@intake/embedded/find-port'
import type { Run } from '../run.ts'
import { AppStartError, startApp } from '../start-app.ts'
import { superviseProcess } from '../supervise-process.ts'

export type AppsToStart = {
  kind: Exclude<AppName, 'admin'>
  count: number
  /** Of the first; the others follow. Undefined: any. */
  firstPort: number | undefined
  /** The first one takes no other port than its own. */
  isFirstPortFixed?: boolean
  environment: Record<string, string>
  /** What differs from one to the next, by its place. */
  environmentOf?: (index: number) => Record<string, string>
}

const ATTEMPTS = 5

/** Starts apps of one kind at the same time, each on a port of its own, and waits until all are ready. Returns their ports. */
export async function startApps(run: Run, programs: Programs, apps: AppsToStart): Promise<number[]> {
  const { kind, count } = apps
  return run.progress.step(count === 1 ? kind : `${count} ${kind}s`, async (say) => {
    const ports = await findPorts(apps.firstPort, count, say)
    return Promise.all(ports.map((port, index) => startOne(run, programs[kind], apps, index, port, say)))
  })
}

/** @throws with what a person can do when something listens on this port already */
export async function requireFreePort(port: number): Promise<void> {
  if (!(await isPortFree(port))) throw portTaken(port)
}

function portTaken(port: number): Error {
  return new Error(
    `Another program has port ${port}, which PORT asks for. Stop that program, set PORT to a free port, ` +
      'or leave PORT out to have a free one found',
  )
}

/** As many free ports, one after the other from the first where they are free; any ones without a first. */
export async function findPorts(
  first: number | undefined,
  count: number,
  say: (detail: string) => void = () => undefined,
): Promise<number[]> {
  const ports: number[] = []
  for (let index = 0; index < count; index += 1) {
    const after = ports.at(-1)
    const wanted = after === undefined ? first : first && after + 1
    const port = await findPort(wanted, ports)
    if (wanted && port !== wanted) say(`port ${wanted} is busy, using ${port}`)
    ports.push(port)
  }
  return ports
}

async function startOne(
  run: Run,
  program: string,
  apps: AppsToStart,
  index: number,
  preferred: number,
  say: (detail: string) => void,
) {
  run.signal.throwIfAborted()
  const name = apps.count === 1 ? apps.kind : `${apps.kind} ${index + 1}`
  const logFile = join(run.config.dataDir, 'logs', `${apps.kind}-${index + 1}.log`)
  run.onLogFile(name, logFile)
  let port = preferred

  const start = (isFirst: boolean) =>
    startApp({
      name,
      program,
      port,
      environment: { ...run.environment, ...apps.environment, ...apps.environmentOf?.(index) },
      logFile,
      untilReady: isFirst,
      signal: run.signal,
    })

  const startSomewhere = async () => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await start(true)
      } catch (error) {
        const lostRace = error instanceof AppStartError && error.log.includes('EADDRINUSE')
        if (!lostRace || attempt === ATTEMPTS || run.signal.aborted) throw error
        if (apps.isFirstPortFixed && index === 0) throw portTaken(port)
        const next = await findPort(port + 1)
        say(`port ${port} was taken meanwhile, using ${next}`)
        port = next
      }
    }
  }

  await run.services.start(apps.kind, () =>
    superviseProcess({
      name,
      start: (isFirst) => (isFirst ? startSomewhere() : start(false)),
      // Without Postgres it would end at once, and while it starts it takes the servers' CPU.
      beforeRestart: run.services.serversBack,
      onChange: run.onChange,
    }),
  )
  return port
}
