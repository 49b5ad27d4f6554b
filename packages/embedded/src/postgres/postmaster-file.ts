import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export type Postmaster = {
  pid: number
  /** Seconds since 1970. */
  startedAt: number
  isReady: boolean
}

const fileOf = (clusterDir: string) => join(clusterDir, 'postmaster.pid')

/** What a postmaster says of itself in its data directory. Null when there is no such file. */
export function readPostmasterFile(clusterDir: string): Postmaster | null {
  let lines: string[]
  try {
    lines = readFileSync(fileOf(clusterDir), 'utf8').split('\n')
  } catch {
    return null
  }
  const pid = Number(lines[0])
  return pid > 0 ? { pid, startedAt: Number(lines[2]), isReady: lines[7]?.trim() === 'ready' } : null
}

/**
 * Puts this process in the place of one that has the pid by chance, for which postgres would refuse to start. The file stays:
 * by the rest of it postgres finds out whether children of the postmaster that wrote it are still at work.
 */
export function disownPostmasterFile(clusterDir: string): void {
  const file = fileOf(clusterDir)
  const [, ...rest] = readFileSync(file, 'utf8').split('\n')
  writeFileSync(file, [process.pid, ...rest].join('\n'))
}
