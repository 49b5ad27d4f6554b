import { setTimeout as sleep } from 'node:timers/promises'
import type { Exit } from '@intake/embedded/server-process'

export type RunningProcess = { pid: number; exited: Promise<Exit>; stop(): Promise<void> }

export type SupervisedProcess = {
  name: string
  /** Null while it is down. */
  pid(): number | null
  /** Ends it for good. */
  stop(): Promise<void>
}

const FIRST_DELAY_MS = 200
const LONGEST_DELAY_MS = 10_000
const STABLE_AFTER_MS = 30_000

/**
 * Starts a process and starts it again whenever it ends, with growing pauses while it keeps ending soon.
 * `start` is told whether it is the first time. `beforeRestart` may hold up the others, until its signal says that the end has come.
 * `onChange` hears what a person should know.
 * @throws when the first start fails
 */
export async function superviseProcess<Process extends RunningProcess>(options: {
  name: string
  start: (isFirst: boolean) => Promise<Process>
  beforeRestart?: (stopping: AbortSignal) => Promise<void>
  onChange: (message: string) => void
}): Promise<SupervisedProcess & { first: Process }> {
  const { name, start, beforeRestart, onChange } = options
  const stopping = new AbortController()
  const first = await start(true)
  let current: Process | null = first
  const watching = keepRunning()

  async function keepRunning() {
    let delayMs = FIRST_DELAY_MS
    while (current !== null) {
      const startedAt = performance.now()
      const { code, signal } = await current.exited
      current = null
      if (stopping.signal.aborted) return
      if (performance.now() - startedAt > STABLE_AFTER_MS) delayMs = FIRST_DELAY_MS
      onChange(`${name} ended (${signal ?? `code ${code}`}), starting it again`)
      while (current === null) {
        await sleep(delayMs, undefined, { signal: stopping.signal }).catch(() => {})
        await beforeRestart?.(stopping.signal)
        if (stopping.signal.aborted) return
        delayMs = Math.min(delayMs * 2, LONGEST_DELAY_MS)
        current = await restart(delayMs)
      }
      if (stopping.signal.aborted) return await current.stop()
      onChange(`${name} runs again (pid ${current.pid})`)
    }
  }

  async function restart(delayMs: number): Promise<Process | null> {
    try {
      return await start(false)
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      onChange(`${name} did not start, next try in ${delayMs / 1000} s: ${reason}`)
      return null
    }
  }

  return {
    name,
    first,
    pid: () => current?.pid ?? null,
    async stop() {
      stopping.abort()
      await current?.stop()
      // It may be in the middle of starting again, and is stopped when it has.
      await watching
    },
  }
}
