import { listenForEnd } from './listen-for-end.ts'
import type { Logger } from './logger.ts'
import { withTimeout } from './with-timeout.ts'

type Step = { name: string; fn: () => unknown; timeoutMs: number }

export type Shutdown = {
  /** Registers a step. Steps run one after another, in the order of registration. */
  add(name: string, fn: () => unknown, options?: { timeoutMs?: number }): void
  /** Runs the steps once, however often it is called. True when every step finished in time and without error. */
  run(reason: string): Promise<boolean>
  /** Aborted when the shutdown begins. */
  signal: AbortSignal
  /** Installs the handlers of signals, lost parent and uncaught errors; they end the process. Undone by the result. */
  listen(): () => void
}

/**
 * An ordered, bounded way out: `timeoutMs` is for all steps together; one step gets half of it at most unless it
 * names its own bound, so that one that hangs leaves time for those behind it.
 */
export function createShutdown(options: {
  logger: Logger
  timeoutMs: number
  exit?: (code: number) => void
}): Shutdown {
  const { logger, timeoutMs, exit = (code) => process.exit(code) } = options
  const steps: Step[] = []
  const controller = new AbortController()
  let running: Promise<boolean> | undefined

  function run(reason: string): Promise<boolean> {
    running ??= runSteps(reason)
    return running
  }

  async function runSteps(reason: string): Promise<boolean> {
    const deadline = Date.now() + timeoutMs
    logger.info({ reason }, 'shutting down')
    controller.abort(new Error(`shutting down: ${reason}`))
    let clean = true
    for (const step of steps) {
      clean = (await runStep(step, Math.min(step.timeoutMs, deadline - Date.now()), logger)) && clean
    }
    logger.info({ reason, clean }, 'shut down')
    return clean
  }

  return {
    add(name, fn, stepOptions = {}) {
      steps.push({ name, fn, timeoutMs: stepOptions.timeoutMs ?? Math.ceil(timeoutMs / 2) })
    },
    run,
    signal: controller.signal,
    listen: () => listenForEnd({ logger, run, exit }),
  }
}

async function runStep(step: Step, timeoutMs: number, logger: Logger): Promise<boolean> {
  if (timeoutMs <= 0) {
    logger.warn({ step: step.name }, 'no time left for this shutdown step: skipped')
    return false
  }
  try {
    await withTimeout(runAsync(step.fn), { what: `shutdown step ${step.name}`, timeoutMs })
    return true
  } catch (err) {
    logger.warn({ err, step: step.name }, 'a shutdown step failed')
    return false
  }
}

async function runAsync(fn: () => unknown): Promise<void> {
  await fn()
}
