import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/**
 * A text that stays the same as long as a process lives and differs once its pid is used by another.
 * Null when no process has this pid, or when it is dead and only waits to be reaped.
 */
export function processIdentity(pid: number): string | null {
  return process.platform === 'linux' ? linuxIdentity(pid) : posixIdentity(pid)
}

function linuxIdentity(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const state = fields[0]
    const startedAtTick = fields[19]
    if (state === 'Z' || state === 'X' || startedAtTick === undefined) return null
    const bootId = readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim()
    return `${bootId}:${startedAtTick}`
  } catch {
    return null
  }
}

function posixIdentity(pid: number): string | null {
  const { status, stdout } = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' })
  return status === 0 && stdout.trim() !== '' ? stdout.trim() : null
}
