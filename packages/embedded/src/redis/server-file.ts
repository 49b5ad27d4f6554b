import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { processIdentity } from '../process-identity.ts'
import { adoptProcess, stopProcess } from '../stop-process.ts'

/** Notes which process serves this directory, for a start that comes after nobody stopped it. */
export function noteServer(dataDir: string, pid: number): void {
  writeFileSync(join(dataDir, 'server.pid'), `${pid} ${processIdentity(pid)}\n`, { mode: 0o600 })
}

/**
 * Stops a server that outlived whoever started it. The caller holds the lock of the directory, so it is nobody's.
 * Returns whether there was one to stop.
 */
export async function stopStaleServer(dataDir: string): Promise<boolean> {
  const file = join(dataDir, 'server.pid')
  let note: string
  try {
    note = readFileSync(file, 'utf8').trim()
  } catch {
    return false
  }
  const [pidText = '', identity = ''] = note.split(/ (.*)/)
  const pid = Number(pidText)
  const running = pid > 0 && processIdentity(pid) === identity ? adoptProcess(pid) : null
  if (running !== null) {
    await stopProcess(running, [
      { signal: 'SIGTERM', waitMs: 10_000 },
      { signal: 'SIGKILL', waitMs: 2_000 },
    ])
  }
  rmSync(file, { force: true })
  return running !== null
}
