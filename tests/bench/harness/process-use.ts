import { readdirSync, readFileSync } from 'node:fs'

/** Linux counts CPU time in hundredths of a second (USER_HZ). */
const microsPerTick = 10_000

/** CPU time that a process and its children, those that have ended too, have used so far, µs. */
export function cpuTime(pid: number): number {
  const running = childrenOf(pid).reduce((sum, child) => sum + ticksOf(child), 0)
  return (ticksOf(pid) + running) * microsPerTick
}

/** The same of several, by name. */
export function cpuTimes(pids: Record<string, number | number[]>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(pids).map(([name, of]) => [name, [of].flat().reduce((sum, pid) => sum + cpuTime(pid), 0)]),
  )
}

/** What has been used by each since then for each of so many, µs. */
export function cpuTimesSince(
  before: Record<string, number>,
  pids: Record<string, number | number[]>,
  count: number,
): Record<string, number> {
  return Object.fromEntries(
    Object.entries(cpuTimes(pids)).map(([name, micros]) => [name, (micros - (before[name] ?? 0)) / count]),
  )
}

/** Resident memory of a process, MB. */
export function residentMegabytes(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024
}

/** Whether a process stands still by SIGSTOP. */
export function isStopped(pid: number): boolean {
  return statOf(pid)?.[0] === 'T'
}

function childrenOf(pid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((each) => statOf(each)?.[1] === String(pid))
}

/** Its own, and those of children that have ended. */
function ticksOf(pid: number): number {
  const stat = statOf(pid)
  return stat ? stat.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) : 0
}

/** Fields of /proc/PID/stat from the state on; null for a process that is gone. */
function statOf(pid: number): string[] | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  } catch {
    return null
  }
}
