import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export type Postmaster = { pid: number; isReady: boolean }

/** What a postmaster says of itself in its data directory. Null when there is no such file. */
export function readPostmasterFile(clusterDir: string): Postmaster | null {
  let lines: string[]
  try {
    lines = readFileSync(join(clusterDir, 'postmaster.pid'), 'utf8').split('\n')
  } catch {
    return null
  }
  const pid = Number(lines[0])
  return pid > 0 ? { pid, isReady: lines[7]?.trim() === 'ready' } : null
}
