import { readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { workingDirectoryOf } from '../process-facts.ts'
import { processIdentity } from '../process-identity.ts'
import { adoptProcess, stopProcess } from '../stop-process.ts'

/** Notes which process serves this directory, for a start that comes after nobody stopped it. */
export function noteServer(dataDir: string, pid: number): void {
  writeFileSync(join(dataDir, 'server.pid'), `${pid} ${processIdentity(pid)}\n`, { mode: 0o600 })
}

/**
 * Stops a server that outlived whoever started it. The caller holds the lock of the directory, so it is nobody's.
 * It is one only when its pid and its start are as noted and it works in this directory: the note may be a copy.
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
  const isNoted = pid > 0 && processIdentity(pid) === identity
  const running = isNoted && isIn(dataDir, workingDirectoryOf(pid)) ? adoptProcess(pid) : null
  if (running !== null) {
    await stopProcess(running, [
      { signal: 'SIGTERM', waitMs: 10_000 },
      { signal: 'SIGKILL', waitMs: 2_000 },
    ])
  }
  rmSync(file, { force: true })
  return running !== null
}

/** Where the system doesn't say where a process works, pid and start have to do. */
function isIn(directory: string, workingDirectory: string | null): boolean {
  return workingDirectory === null || workingDirectory === realpathSync(directory)
}
