import { setTimeout as sleep } from 'node:timers/promises'
import { processIdentity } from './process-identity.ts'

export type Stoppable = { pid: number; kill(signal: NodeJS.Signals): void; exited: Promise<unknown> }

/** The signals to try, in order, and how long to wait after each. */
export type StopLadder = ReadonlyArray<{ signal: NodeJS.Signals; waitMs: number }>

/**
 * Ends a process: sends each signal of the ladder until it is gone.
 * @throws when it outlives the whole ladder
 */
export async function stopProcess(target: Stoppable, ladder: StopLadder): Promise<void> {
  for (const { signal, waitMs } of ladder) {
    target.kill(signal)
    if (await settlesWithin(target.exited, waitMs)) return
  }
  throw new Error(`Process ${target.pid} did not end`)
}

/** A process that is not our child, as something to stop. Null when it does not run (any more). */
export function adoptProcess(pid: number): Stoppable | null {
  const identity = processIdentity(pid)
  if (identity === null) return null
  const isAlive = () => processIdentity(pid) === identity
  return {
    pid,
    kill(signal) {
      if (isAlive()) process.kill(pid, signal)
    },
    exited: waitWhile(isAlive),
  }
}

async function waitWhile(condition: () => boolean): Promise<void> {
  while (condition()) await sleep(20, undefined, { ref: false })
}

async function settlesWithin(promise: Promise<unknown>, ms: number): Promise<boolean> {
  const timer = new AbortController()
  const expired = sleep(ms, false, { signal: timer.signal }).catch(() => false)
  const settled = promise.then(
    () => true,
    () => true,
  )
  const result = await Promise.race([settled, expired])
  timer.abort()
  return result
}
