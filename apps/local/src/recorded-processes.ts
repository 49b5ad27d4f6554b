import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { processIdentity } from '@intake/embedded/process-identity'
import { adoptProcess, stopProcess } from '@intake/embedded/stop-process'
import { z } from 'zod'
import { writePrivateFile } from './write-private-file.ts'

const Record = z.array(z.object({ pid: z.int().positive(), identity: z.string() }))

const LADDER = [
  { signal: 'SIGTERM', waitMs: 10_000 },
  { signal: 'SIGKILL', waitMs: 2_000 },
] as const

/** Notes the processes that the next start has to stop, should this one be killed before it can. */
export function recordProcesses(dataDir: string, pids: readonly number[]): void {
  const known = pids.flatMap((pid) => {
    const identity = processIdentity(pid)
    return identity === null ? [] : [{ pid, identity }]
  })
  writePrivateFile(join(dataDir, 'processes.json'), known)
}

/** Stops what a killed runner left. A pid that belongs to another process by now is left alone. Returns how many. */
export async function stopRecordedProcesses(dataDir: string): Promise<number> {
  const left = readRecord(dataDir).flatMap(({ pid, identity }) => {
    const process = processIdentity(pid) === identity ? adoptProcess(pid) : null
    return process === null ? [] : [process]
  })
  await Promise.all(left.map((process) => stopProcess(process, LADDER)))
  return left.length
}

function readRecord(dataDir: string): z.infer<typeof Record> {
  try {
    return Record.parse(JSON.parse(readFileSync(join(dataDir, 'processes.json'), 'utf8')))
  } catch {
    return []
  }
}
