import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { cpuTime } from './cpu-time.ts'
import type { LoadOrder, LoadReport } from './load.ts'

const program = fileURLToPath(new URL('./load.ts', import.meta.url))

export interface LoadFigures extends LoadReport {
  perSecond: number
  /** CPU for each answer by process, µs. */
  cpuMicros: Record<string, number>
}

/** Runs the load in a process of its own, and measures the CPU of these processes meanwhile, warm-up left out. */
export async function runLoad(order: LoadOrder, pids: Record<string, number>): Promise<LoadFigures> {
  const child = spawn(process.execPath, ['--import', 'tsx', program], { stdio: ['pipe', 'pipe', 'inherit'] })
  child.stdin.end(JSON.stringify(order))
  const before: Record<string, number> = {}
  let report: LoadReport | null = null
  for await (const line of createInterface(child.stdout)) {
    if (line === 'measuring') for (const [name, pid] of Object.entries(pids)) before[name] = cpuTime(pid)
    else report = JSON.parse(line) as LoadReport
  }
  if (!report || report.answers === 0) throw new Error('the load program answered nothing')
  const { answers, seconds } = report
  const cpuMicros = Object.fromEntries(
    Object.entries(pids).map(([name, pid]) => [name, (cpuTime(pid) - (before[name] ?? 0)) / answers]),
  )
  return { ...report, perSecond: answers / seconds, cpuMicros }
}
