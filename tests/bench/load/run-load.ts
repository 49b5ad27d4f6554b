import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { cpuTimes, cpuTimesSince } from '../harness/process-use.ts'
import type { LoadOrder, LoadReport } from './load-order.ts'

const program = fileURLToPath(new URL('./main.ts', import.meta.url))

export interface LoadFigures extends LoadReport {
  perSecond: number
  /** CPU for each answer by process, µs. */
  cpuMicros: Record<string, number>
}

/** Hears of a load under way. */
export interface LoadObserver {
  /** The warm-up is over. */
  measuring?(): void
  reported?(report: LoadReport): void
}

/** Bodies differ between all runs of this process, and as a rule between processes. */
let lastSeed = Date.now() % 1_000_000_000

/**
 * Runs the load in a process of its own, and measures the CPU of these processes meanwhile, warm-up left out.
 * @throws when a connection fails, with the reason that the program gave
 */
export async function runLoad(
  order: Omit<LoadOrder, 'seed'>,
  pids: Record<string, number | number[]>,
  { measuring, reported }: LoadObserver = {},
): Promise<LoadFigures> {
  lastSeed += 1
  const child = spawn(process.execPath, ['--import', 'tsx', program], { stdio: 'pipe' })
  const errors = text(child.stderr)
  child.stdin.end(JSON.stringify({ ...order, seed: lastSeed } satisfies LoadOrder))
  let before: Record<string, number> = {}
  let report: LoadReport | null = null
  let [answers, refused, seconds] = [0, 0, 0]
  for await (const line of createInterface(child.stdout)) {
    if (line === 'measuring') {
      before = cpuTimes(pids)
      measuring?.()
      continue
    }
    report = JSON.parse(line) as LoadReport
    answers += report.answers
    refused += report.refused
    seconds += report.seconds
    reported?.(report)
  }
  if (!report || answers === 0) throw new Error(`no load: ${reasonIn(await errors)}`)
  const cpuMicros = cpuTimesSince(before, pids, answers)
  return { ...report, answers, refused, seconds, perSecond: answers / seconds, cpuMicros }
}

/** What a program that ended of an error says of it. */
function reasonIn(errors: string): string {
  return /^\w*Error: .*$/m.exec(errors)?.[0] ?? (errors.trim() || 'the load program answered nothing')
}
