import { readdirSync, readFileSync } from 'node:fs'

/** Linux counts CPU time in hundredths of a second (USER_HZ). */
const microsPerTick = 10_000

/** CPU time that a process and its children have used so far, µs. */
export function cpuTime(pid: number): number {
  return [pid, ...childrenOf(pid)].reduce((sum, each) => sum + ticksOf(each), 0) * microsPerTick
}

function childrenOf(pid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((each) => statOf(each)?.[1] === String(pid))
}

function ticksOf(pid: number): number {
  const stat = statOf(pid)
  return stat ? Number(stat[11]) + Number(stat[12]) : 0
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
