import { spawnSync } from 'node:child_process'
import { readFileSync, readlinkSync } from 'node:fs'

/** Linux counts the start of a process in hundredths of a second, whatever its clock's own rate. */
const ticksPerSecond = 100

/** The words of a process's command line; empty when there is no such process, or it has none. */
export function commandOf(pid: number): string[] {
  if (process.platform !== 'linux') return ask('command', pid).split(' ')
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').filter(Boolean)
  } catch {
    return []
  }
}

/** Where a process works. Null where this user may not know, or the system doesn't say. */
export function workingDirectoryOf(pid: number): string | null {
  try {
    return readlinkSync(`/proc/${pid}/cwd`)
  } catch {
    return null
  }
}

/** When a process started, seconds since 1970, right to a second or two as long as the clock isn't set. Null when it isn't known. */
export function startOf(pid: number): number | null {
  if (process.platform !== 'linux') return Date.parse(ask('lstart', pid)) / 1000 || null
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    const ticks = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19])
    const boot = Number(/^btime (\d+)$/m.exec(readFileSync('/proc/stat', 'latin1'))?.[1])
    return boot + ticks / ticksPerSecond || null
  } catch {
    return null
  }
}

function ask(column: string, pid: number): string {
  return spawnSync('ps', ['-o', `${column}=`, '-p', String(pid)], { encoding: 'utf8' }).stdout.trim()
}
