import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { adoptProcess, stopProcess } from '../stop-process.ts'
import { readPostmasterFile } from './postmaster-file.ts'

/**
 * Stops a postmaster that outlived whoever started it. The caller holds the lock of the directory, so it is nobody's.
 * A pid file whose pid belongs to some other program by now is removed, or postgres would refuse to start.
 * Returns whether there was one to stop.
 */
export async function stopStalePostmaster(clusterDir: string): Promise<boolean> {
  const postmaster = readPostmasterFile(clusterDir)
  const running = postmaster === null ? null : adoptProcess(postmaster.pid)
  if (running === null) return false
  if (!commandLine(running.pid).includes('postgres')) {
    rmSync(join(clusterDir, 'postmaster.pid'), { force: true })
    return false
  }
  await stopProcess(running, [
    { signal: 'SIGINT', waitMs: 10_000 },
    { signal: 'SIGQUIT', waitMs: 5_000 },
    { signal: 'SIGKILL', waitMs: 2_000 },
  ])
  return true
}

function commandLine(pid: number): string {
  if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'latin1')
  return spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout
}
